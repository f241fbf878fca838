namespace NatComments.Core.Storage.Keys;

/// <summary>What happens to keys of a kind when a visitor erases their words.</summary>
public sealed record Erasure
{
    private Erasure(Fate what, string why) => (What, Why) = (what, why);

    /// <summary>The possible answers.</summary>
    public enum Fate
    {
        /// <summary>Neither key nor value says anything about a visitor.</summary>
        NotPersonal,

        /// <summary>The visitor's keys are removed.</summary>
        Removed,

        /// <summary>The key stays, and the visitor's part of the value is replaced.</summary>
        Rewritten,

        /// <summary>It stays although it names the visitor's id; it never holds their words.</summary>
        Kept,
    }

    public static Erasure NotPersonal { get; } = new(Fate.NotPersonal, "It says nothing about a visitor.");

    public static Erasure Removed { get; } = new(Fate.Removed, "It holds words or a proof of who somebody is.");

    public Fate What { get; }

    public string Why { get; }

    public static Erasure Rewritten(string how) => new(Fate.Rewritten, how);

    public static Erasure Kept(string why) => new(Fate.Kept, why);
}

/// <summary>Whether an export of a site has keys of a kind, and in which lines.</summary>
public sealed record Export
{
    private Export(Lines what, string why) => (What, Why) = (what, why);

    /// <summary>The lines of an export.</summary>
    public enum Lines
    {
        /// <summary>Not in an export.</summary>
        None,

        /// <summary>Each event is a line.</summary>
        Events,

        /// <summary>Each document is a line beside the events.</summary>
        Texts,

        /// <summary>Each document is a line; an import writes it with a record in the audit chain.</summary>
        Settings,

        /// <summary>Each entry is a line.</summary>
        Notes,
    }

    public static Export Events { get; } = new(Lines.Events, "");

    public static Export Texts { get; } = new(Lines.Texts, "");

    public static Export Settings { get; } = new(Lines.Settings, "");

    public static Export Notes { get; } = new(Lines.Notes, "");

    /// <summary>Left out, because it is computed from what the export has.</summary>
    public static Export Derived { get; } = new(Lines.None, "It is computed from events and texts.");

    public Lines What { get; }

    public string Why { get; }

    public static Export Not(string why) => new(Lines.None, why);
}

/// <summary>Where keys of a kind come from after an import into another store.</summary>
public sealed record Import
{
    private Import(Source what, string why) => (What, Why) = (what, why);

    /// <summary>The possible answers.</summary>
    public enum Source
    {
        /// <summary>From the file, byte for byte.</summary>
        Same,

        /// <summary>From the file, under the same key; the value is checked and parts of it are replaced.</summary>
        Checked,

        /// <summary>Written by the import or the projections from what the file has.</summary>
        Derived,

        /// <summary>The server that imports may have keys of its own; none come from the file.</summary>
        Own,

        /// <summary>An import leaves none.</summary>
        None,
    }

    public static Import Same { get; } = new(Source.Same, "");

    public static Import Derived { get; } = new(Source.Derived, "");

    public static Import Own { get; } = new(Source.Own, "");

    public static Import None { get; } = new(Source.None, "");

    /// <summary>
    /// Leaves none: what another server's moderators decided becomes the import's, and is not counted as theirs.
    /// </summary>
    public static Import NoDecisions { get; } = new(Source.None,
        "Decisions of another server's moderators are not counted.");

    public Source What { get; }

    public string Why { get; }

    public static Import Checked(string how) => new(Source.Checked, how);
}

/// <summary>How long keys of a kind stay.</summary>
public sealed record Retention
{
    private Retention(Span what, string why) => (What, Why) = (what, why);

    /// <summary>The possible answers.</summary>
    public enum Span
    {
        /// <summary>Until somebody removes it.</summary>
        Stays,

        /// <summary>It is removed when its UTC day is over.</summary>
        Day,

        /// <summary>It ends by itself.</summary>
        Ends,
    }

    public static Retention Stays { get; } = new(Span.Stays, "");

    public static Retention Day { get; } = new(Span.Day, "");

    public Span What { get; }

    public string Why { get; }

    public static Retention Ends(string when) => new(Span.Ends, when);
}
