using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Visitors;

/// <summary>
/// Readers without an account who are the same person tomorrow: a pseudonym belongs to whoever can sign with a key that only their browser
/// holds, or knows its recovery phrase. Nothing is kept but digests of both. One site's pseudonyms say nothing about another's.
/// </summary>
public sealed class Pseudonyms(IStore store, Secrets secrets, PhraseHashes hashes, TimeProvider clock)
{
    /// <summary>With this letter begin the ids of pseudonyms.</summary>
    public const char Mark = 'p';

    /// <summary>12 letters and digits: shorter phrases are guessed.</summary>
    public const int MinPhraseLength = 12;

    /// <summary>200 characters: a long sentence.</summary>
    public const int MaxPhraseLength = 200;

    // A P-256 key in SubjectPublicKeyInfo has 91 bytes; nothing much larger is looked at.
    private const int MaxKeyBytes = 120;

    // Two minutes for one round trip, also over Tor.
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(2);

    // Four minutes: what was used is remembered also by a node whose clock runs two minutes ahead.
    private static readonly TimeSpan SpentLife = 2 * ChallengeLife;

    // 20 that are old are forgotten with each that comes: more go than come.
    private const int SpentAtOnce = 20;

    private readonly byte[] _phraseSalt = secrets.KeyFor("phrases");
    private readonly byte[] _proofKey = secrets.KeyFor("proof-keys");
    private readonly byte[] _challengeKey = secrets.KeyFor("challenges");

    /// <summary>Something to sign, good for two minutes and for one proof. Nothing is kept of it: whoever asks for many fills no memory.</summary>
    public string Challenge(string site)
    {
        var unsigned = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}.{Secrets.Random()}");
        return $"{unsigned}.{Seal(site, unsigned)}";
    }

    /// <summary>What is signed: it names the site, so that a signature is worth nothing on another.</summary>
    public static byte[] Signed(string site, string challenge) => Encoding.UTF8.GetBytes($"natcomments:{site}:{challenge}");

    /// <summary>True when the challenge was given out for this site, is fresh, was not used before on any node and is signed with the key.</summary>
    public async ValueTask<bool> Prove(string site, string challenge, byte[] publicKey, byte[] signature, CancellationToken stop = default)
    {
        if (!IsFresh(site, challenge) || !IsSigned(site, challenge, publicKey, signature))
        {
            return false;
        }

        var old = (await store.ReadDocumentKeys(site, VisitorKeys.Spent, null, SpentAtOnce, stop)).TakeWhile(key => string.CompareOrdinal(key, VisitorKeys.SpentAt(clock.GetUtcNow() - SpentLife)) < 0);
        return await store.TryCommit(new(
            site, null, [new(VisitorKeys.SpentChallenge(TimeOf(challenge), Secrets.Digest(challenge)), [], MustBeAbsent: true), .. old.Select(key => new DocumentChange(key, null))], [], []), stop) == CommitResult.Done;
    }

    /// <summary>The author of a key; a new one when the key was never seen.</summary>
    public async ValueTask<string> OfKey(string site, byte[] publicKey, CancellationToken stop = default)
    {
        var proof = KeyDocument(site, publicKey);
        return await store.ReadDocument(site, proof, stop) is { } known ? Encoding.UTF8.GetString(known)
            : await Renewed(site, publicKey, proof, stop) ?? await Of(site, proof, stop);
    }

    /// <summary>
    /// The author of a phrase under a name; a new one when there is none and the phrase is strong enough, else null. One guess tries one reader: the same
    /// phrase under another name is somebody else's.
    /// </summary>
    public async ValueTask<Result<string?>> OfPhrase(string site, string name, string phrase, CancellationToken stop = default)
    {
        var found = await FindPhrase(site, name, phrase, stop);
        if (found.Refused is not null || found.Value is not null || Tidy(phrase) is not { } tidy || !PhraseRules.IsStrong(phrase, name))
        {
            return found;
        }

        return await PhraseDocument(site, name, tidy) is { } proof ? await Of(site, proof, stop) : new Refusal(Problems.PhrasesBusy);
    }

    /// <summary>The author of a phrase under a name, null when nobody on the site has both.</summary>
    public async ValueTask<Result<string?>> FindPhrase(string site, string name, string phrase, CancellationToken stop = default)
    {
        if (Tidy(phrase) is not { } tidy)
        {
            return (string?)null;
        }

        if (await PhraseDocument(site, name, tidy) is not { } proof)
        {
            return new Refusal(Problems.PhrasesBusy);
        }

        return await store.ReadDocument(site, proof, stop) is { } author ? Encoding.UTF8.GetString(author) : await Unnamed(site, name, tidy, proof, stop);
    }

    /// <summary>Makes a key one of the author's: what a recovery phrase is for.</summary>
    public Task Join(string site, string author, byte[] publicKey, CancellationToken stop = default) => Add(site, author, KeyDocument(site, publicKey), false, stop);

    /// <summary>Gives the author a phrase under a name of theirs. Refused when it is too easy to guess.</summary>
    internal async Task<Refusal?> SetPhrase(string site, string author, string name, string phrase, CancellationToken stop = default)
    {
        if (Tidy(phrase) is not { } tidy || !PhraseRules.IsStrong(phrase, name))
        {
            return new(Problems.InvalidPhrase);
        }

        return await PhraseDocument(site, name, tidy) is not { } proof ? new(Problems.PhrasesBusy)
            : await Add(site, author, proof, true, stop) ? null
            : new(Problems.InvalidPhrase);
    }

    /// <summary>Everything by which an author is known: the documents to remove when they are forgotten.</summary>
    public static async Task<IReadOnlyList<Entry>> Proofs(IStore store, string site, string author, CancellationToken stop = default) => await store.ReadEntries(site, ProofsOf(author), new(StoreLimits.MaxRead), stop);

    /// <summary>What removes a proof.</summary>
    public static (DocumentChange Document, EntryChange Entry) Forget(string author, string proof) => (new(proof, null), new(ProofsOf(author), proof, null));

    /// <summary>A phrase as it is compared: without case and without what stands between its letters. Null when it is too short or too long.</summary>
    public static string? Tidy(string? phrase)
    {
        var tidy = phrase is { Length: <= MaxPhraseLength } ? string.Concat(phrase.Where(char.IsLetterOrDigit)).ToLowerInvariant() : "";
        return tidy.Length >= MinPhraseLength ? tidy : null;
    }

    private bool IsFresh(string site, string challenge) =>
        challenge.Length <= MaxPhraseLength && challenge.Split('.') is [var at, var random, var seal]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Seal(site, $"{at}.{random}")))
        && clock.GetUtcNow() - TimeOf(challenge) <= ChallengeLife;

    private static DateTimeOffset TimeOf(string challenge) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(challenge.AsSpan(0, challenge.IndexOf('.')), CultureInfo.InvariantCulture));

    private string Seal(string site, string unsigned) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_challengeKey, Encoding.UTF8.GetBytes($"{site}.{unsigned}")));

    private static bool IsSigned(string site, string challenge, byte[] publicKey, byte[] signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return publicKey.Length <= MaxKeyBytes && read == publicKey.Length && key.KeySize == 256
                && key.VerifyData(Signed(site, challenge), signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string ProofsOf(string author) => VisitorKeys.ProofsOf(author);

    // With a key of the server and for one site: two sites, or two copies of a database, cannot be compared by it.
    private string KeyDocument(string site, byte[] publicKey) =>
        VisitorKeys.ProofByKey(Convert.ToHexStringLower(HMACSHA256.HashData(_proofKey, (byte[])[.. Encoding.UTF8.GetBytes(site + "\n"), .. publicKey])));

    // As it was until the server's key was used; it is replaced when its owner comes.
    private static string OldKeyDocument(byte[] publicKey) => VisitorKeys.OldProofByKey(Convert.ToHexStringLower(SHA256.HashData(publicKey)));

    private async ValueTask<string?> Renewed(string site, byte[] publicKey, string proof, CancellationToken stop = default)
    {
        var old = OldKeyDocument(publicKey);
        if (await store.ReadDocument(site, old, stop) is not { } owner)
        {
            return null;
        }

        var author = Encoding.UTF8.GetString(owner);
        var (gone, entry) = Forget(author, old);
        await store.TryCommit(new(site, null, [gone, new(proof, owner, MustBeAbsent: true)], [entry, new(ProofsOf(author), proof, [])], []), stop);
        return author;
    }

    // Null when too many wait for their phrase already.
    private async ValueTask<string?> PhraseDocument(string site, string name, string tidy) =>
        await Stretched(tidy, $"{site}\n{Plain(name)}") is { } stretched ? VisitorKeys.ProofByPhrase(stretched) : null;

    // As phrases were kept until they went with a name. Whoever knows such a one is let in under a name that they hold, and it is kept anew.
    private async ValueTask<Result<string?>> Unnamed(string site, string name, string tidy, string proof, CancellationToken stop = default)
    {
        if (await Stretched(tidy, site) is not { } stretched)
        {
            return new Refusal(Problems.PhrasesBusy);
        }

        if (await store.ReadDocument(site, VisitorKeys.OldProofByPhrase(stretched), stop) is not { } owner)
        {
            return (string?)null;
        }

        var author = Encoding.UTF8.GetString(owner);
        var held = await Names.Held(store, site, author, stop);
        if (held.Count > 0 && !held.Any(one => Plain(Encoding.UTF8.GetString(one.Value)) == Plain(name)))
        {
            return (string?)null;
        }

        await Add(site, author, proof, true, stop);
        return author;
    }

    private ValueTask<string?> Stretched(string tidy, string place) =>
        hashes.Stretch(tidy, (byte[])[.. _phraseSalt, .. Encoding.UTF8.GetBytes(place)]);

    // A name as it is typed again: without case and without what stands between its letters. It never changes, as what is derived from it is kept.
    private static string Plain(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private async ValueTask<string> Of(string site, string proof, CancellationToken stop = default)
    {
        if (await store.ReadDocument(site, proof, stop) is { } known)
        {
            return Encoding.UTF8.GetString(known);
        }

        var author = Mark + ReaderTokens.NewAuthor();
        return await Add(site, author, proof, true, stop) ? author : Encoding.UTF8.GetString((await store.ReadDocument(site, proof, stop))!);
    }

    private async Task<bool> Add(string site, string author, string proof, bool mustBeNew, CancellationToken stop = default) =>
        await store.TryCommit(new(site, null, [new(proof, Encoding.UTF8.GetBytes(author), mustBeNew)], [new(ProofsOf(author), proof, [])], []), stop) == CommitResult.Done;
}
