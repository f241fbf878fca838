namespace NatComments.Lab.Training;

/// <summary>
/// For each language the one set that means something else by abuse than the others, so that one head serves both badly: comments under Instagram pictures in Turkish,
/// where a bare hint is abuse, and tweets drawn by their slurs in English, where every slur is. It leads a head of its own, and a gate learns which texts are of its kind.
/// </summary>
/// <param name="Set">The set that leads.</param>
/// <param name="Others">The sets that the gate must tell it from.</param>
/// <param name="Costs">How far each set is believed by this head, where not fully.</param>
internal sealed record SecondReading(string Set, string[] Others, Dictionary<string, float> Costs)
{
    private static readonly SecondReading Turkish = new(
        "hatc_instagram_tr",
        ["offenseval_tr"],
        new(StringComparer.Ordinal) { ["hatc_instagram_tr"] = 3f, ["teknofest_tr"] = 0.5f, ["offenseval_tr"] = 0.5f });

    private static readonly SecondReading English = new(
        "davidson_tweets",
        ["civil_toxic", "impermium_insults", "jigsaw_wiki20k", "jigsaw_wiki6", "olid_tweets"],
        new(StringComparer.Ordinal) { ["davidson_tweets"] = 2f, ["jigsaw_wiki20k"] = 0.3f, ["impermium_insults"] = 0.3f, ["olid_tweets"] = 0.3f, ["civil_toxic"] = 0.1f });

    /// <summary>The second reading of a language.</summary>
    internal static SecondReading Of(string lang) => lang == "tr" ? Turkish : English;
}
