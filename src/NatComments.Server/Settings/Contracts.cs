using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NatComments.Core.Sites;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Settings;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>The settings of a site, and the reasons that ship with the product.</summary>
public sealed record SettingsReply(SiteSettings Settings, IReadOnlyList<string> ShippedReasons);

/// <summary>Settings to be tried on the last comments before they are saved.</summary>
/// <param name="Policy">As in the settings; what is left out is as it is now.</param>
/// <param name="Words">A word list to try in the place of the site's own, in the notation of lists; left out: words are not looked at.</param>
/// <param name="Language">The language of the words, as when a list is saved.</param>
/// <param name="Last">How many comments, 1 to 1,000; left out: 1,000.</param>
public sealed record PreviewRequest(JsonObject? Policy, string? Words, int? Last, string? Language = null);

/// <summary>What settings would have done to the last comments.</summary>
public sealed record PreviewReply(int Comments, PreviewCountsReply Before, PreviewCountsReply After, IReadOnlyList<PreviewedReply> Changed);

/// <summary>How many comments the policy would publish, hold for a person, or reject.</summary>
public sealed record PreviewCountsReply(int Publish, int Hold, int Reject);

/// <summary>A comment that would have been treated otherwise.</summary>
/// <param name="Status">How it really stands now.</param>
public sealed record PreviewedReply(string Article, Guid Id, string Text, CommentStatus Status, string Before, string After, string Why);

/// <summary>A word list and how many entries it has.</summary>
/// <param name="Language">tr, en or ku; empty for none.</param>
public sealed record WordListReply(string Name, int Entries, string Language);

/// <summary>A word list to be saved: as text in the notation of lists, or the starter list of a language.</summary>
/// <param name="Language">tr, en or ku: whose endings the entries take and which texts they judge; empty for none. Left out: as the text's line [language …] says, or the name of a starter list.</param>
public sealed record WordListRequest(string? Text, string? Starter, string? Language = null);

/// <summary>A word list with what it found.</summary>
/// <param name="Language">tr, en or ku; empty for none.</param>
/// <param name="Warnings">Everyday words that it would find, when it was just saved.</param>
public sealed record WordListEntriesReply(string Name, string Language, IReadOnlyList<WordReply> Entries, IReadOnlyList<WordWarningReply> Warnings);

/// <summary>What a list would find among everyday words, before it is saved.</summary>
public sealed record WordListCheckReply(string Language, int Entries, IReadOnlyList<WordWarningReply> Warnings);

/// <summary>Everyday words that an entry would find.</summary>
/// <param name="Language">Of which language they are.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Words">The first of them.</param>
public sealed record WordWarningReply(string Entry, string Language, int Count, IReadOnlyList<string> Words);

/// <summary>An entry of a word list.</summary>
/// <param name="Action">hold or reject.</param>
/// <param name="Hits">In how many comments it was found.</param>
/// <param name="Languages">The texts that it judges: tr, en, ku, or * for every text; empty when the list has no language.</param>
public sealed record WordReply(string Entry, string Action, long Hits, IReadOnlyList<string> Languages);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(SettingsReply))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PreviewReply))]
[JsonSerializable(typeof(List<WordListReply>))]
[JsonSerializable(typeof(WordListRequest))]
[JsonSerializable(typeof(WordListEntriesReply))]
[JsonSerializable(typeof(WordListCheckReply))]
internal sealed partial class SettingsWireJson : JsonSerializerContext;
