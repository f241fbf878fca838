namespace NatComments.Lab.Data;

/// <summary>One line of a labelled set. A label that the set does not say is null.</summary>
/// <param name="Sublabels">The sub-categories that the set names for this comment; empty when it names none.</param>
public sealed record LabelledComment(string Id, string Lang, string Text, bool? Spam, bool? Abuse, IReadOnlyList<string> Sublabels);
