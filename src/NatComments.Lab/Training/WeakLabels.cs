using NatComments.Core.Scoring.Features;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Lab.Training;

/// <summary>
/// Labels that no set gives for Turkish, made from word lists: an abusive comment with words of violence is taken for a threat, one with two or more of the
/// worst insults for severe. The heads then know more than the lists, but no person has checked them; the model card says so.
/// </summary>
internal static class WeakLabels
{
    /// <summary>Two: one of the worst insults alone is common among friends.</summary>
    private const int MinSevereWords = 2;

    private static readonly WordListMatcher Violence = new(
    [
        .. new[]
        {
            "öldürürüm", "öldüreceğim", "öldüreceğiz", "öldürelim", "öldürülmeli", "öldürmek lazım", "öldürün", "geber", "gebersin", "geberin", "gebertirim", "gebertmek", "gebertin", "kafasına sık*", "kafana sık*", "kafanı kırarım", "kafasını kırarım",
            "kafasını kes*", "kafanı kes*", "boğazını kes*", "asılsın", "asılmalı", "asmak lazım", "asacaksın", "idam edilsin", "kurşuna diz*", "kurşunla*", "vurulmalı", "vurmak lazım", "vuracaksın", "yakılmalı", "yakmak lazım", "yakarım seni", "diri diri yak*", "kökünü kazı*", "kökünü kurut*",
            "kanını iç*", "linç", "linç edin", "leşini*", "leşinizi*", "ağzını burnunu kır*", "dayak at*", "döverim", "döveceksin", "sopayla döv*", "bacaklarını kır*", "ellerini kır*", "imha edilmeli", "yok edilmeli", "bombala*", "katledilmeli", "sallandıracaksın", "sallandırmak lazım", "ölümün elimden*", "seni bulurum", "seni bulacağım", "evini bas*", "hesabını soracağım",
        }.Select(w => new WordListEntry(w, WordAction.Hold)),
    ]);

    private static readonly WordListMatcher Insults = new(NamedSignals.ReadList("tr"));

    /// <summary>Whether an abusive Turkish comment speaks of violence.</summary>
    internal static bool IsThreat(string text) => Violence.Match(TextNormaliser.Normalise(text, Language.Turkish)).Count > 0;

    /// <summary>Whether an abusive Turkish comment heaps the worst insults.</summary>
    internal static bool IsSevere(string text) => Insults.Count(TextNormaliser.Normalise(text, Language.Turkish)).Reject >= MinSevereWords;
}
