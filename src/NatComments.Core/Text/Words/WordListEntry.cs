namespace NatComments.Core.Text.Words;

/// <summary>What a word list asks for when one of its entries is found. The policy has the last word.</summary>
public enum WordAction : byte
{
    /// <summary>A person must look.</summary>
    Hold,

    /// <summary>The comment is not wanted.</summary>
    Reject,
}

/// <summary>How much of a word an entry covers.</summary>
public enum WordEntryKind : byte
{
    /// <summary>The word itself and the word with endings: <c>aptal</c> finds <c>aptalsın</c>.</summary>
    WithEndings,

    /// <summary>The word itself only; written in quotation marks. Entries of up to three letters are always so.</summary>
    Exact,

    /// <summary>Every word that begins so; written with a star at the end.</summary>
    Prefix,
}

/// <summary>An entry of a word list: a word, or several as a phrase.</summary>
/// <param name="Notation">As a moderator writes it: <c>aptal</c>, <c>"mal"</c>, <c>gerizek*</c>, <c>vatan haini</c>.</param>
public sealed record WordListEntry(string Notation, WordAction Action)
{
    /// <summary>Its language and the texts that it judges.</summary>
    public EntryScope Scope { get; init; }

    /// <summary>100 characters: the longest phrase that is still a phrase.</summary>
    public const int MaxLength = 100;

    /// <summary>How much of a word the notation asks for.</summary>
    public WordEntryKind Kind =>
        Notation.EndsWith('*') ? WordEntryKind.Prefix
        : Notation.Length > 1 && Notation[0] == '"' && Notation[^1] == '"' ? WordEntryKind.Exact
        : WordEntryKind.WithEndings;

    /// <summary>The words without the notation's marks.</summary>
    public string Words => Notation.Trim().TrimEnd('*').Trim('"').Trim();

    /// <summary>
    /// Whether anything readable is left of the entry; one that is not can never be found and is refused where it is typed, and so is a
    /// language that is none.
    /// </summary>
    public bool IsUsable =>
        Notation.Length <= MaxLength && !Notation.Contains(" @", StringComparison.Ordinal) && WordPattern.Letters(Words).Plain.Length >= 2;
}

/// <summary>An entry found in a text.</summary>
/// <param name="Entry">The place of the entry in <see cref="WordListMatcher.Entries"/>.</param>
/// <param name="Start">First UTF-16 unit of the original text of the word, endings and disguises included.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
public readonly record struct WordListHit(int Entry, int Start, int End);
