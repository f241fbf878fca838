using System.Text.Json;
using System.Text.RegularExpressions;

namespace NatComments.Tests.Reader;

/// <summary>One word for one thing: over all messages of a language, those of readers and those of the console.</summary>
public sealed partial class GlossaryTests
{
    private static readonly string[] Languages = ["en", "tr", "ku"];

    // What the keys that are about a thing say, as a pattern.
    private static readonly (string Thing, string Keys, string English, string Turkish, string Kurmanji)[] Terms =
    [
        ("spam", "^(reason|category)-spam$", "[Ss]pam", "^İstenmeyen ileti$", "^Spam$"),
        ("publish", "^(publish|publish-all|publish-done|posted|status-published|done-publish|happened-publish|record-published|outcome-publish|at-published|series-policy-published)$", "[Pp]ublish", "[Yy]ayım", "[Ww]eş[aî]n"),
        ("hold", "^(hold|premoderate-new|outcome-hold|happened-held|at-held|audit-comment-held)$", "[Hh](old|eld)", "[Bb]eklet", "[Rr]a(di)?west"),
        ("reject", "^(reject|reject-all|reject-done|reject-from|done-reject|happened-reject|record-rejected|outcome-reject|series-policy-rejected|fault-comment-rejected|comment-rejected)$", "[Rr]eject", "[Rr]edd|Ret ", "[Rr]ed"),
        ("report", "^(report|report-title|queue-reported|n-reports|record-reported|happened-reported|why-reported|series-reported|audit-comment-reported|held-reportNotes)$", "[Rr]eport", "[Bb]ildir", "[Rr]agih[aî]n"),
        ("objection", "^(appeal|appealed|at-appealed|queue-appealed|happened-appealed|why-appeal|already-appealed|appeal-window-over|appeal-until|answers-appeal|audit-decision-appealed|held-statements)$", "[Oo]bject|Appeal", "[İi]tiraz", "[Îî]tiraz"),
        ("receipt", "^(receipt|receipt-not-found|held-receipts)$", "[Rr]eceipt", "[Tt]akip bağlantı", "[Mm]eqbûz"),
        ("recovery phrase", "^(phrase|phrase-make|phrase-use|phrase-own|phrase-unknown|invalid-phrase|phrases-busy|held-phrases)$", "[Pp]hrase", "[Kk]urtarma ifade", "[Gg]otin(a|ên|eke) vegerandinê"),
        ("withdraw", "^(withdraw|withdrawn|status-withdrawn|happened-withdrawn|comment-withdrawn|at-withdrawn|audit-comment-withdrawn|fault-comment-withdrawn)$", "[Ww]ithdr[ae]w", "[Gg]eri çek", "[Vv]ekiş"),
        ("edit", "^(edit|edited|at-edited|happened-edited)$", "[Ee]dit|Changed", "[Dd]üzenle", "guh(er|ert)"),
        ("editor", "^(escalate|escalated|queue-escalated|done-escalate|happened-escalated|why-escalated|audit-comment-escalated|fault-comment-escalated)$", "[Ee]scalate|editor", "[Ee]ditöre", "edîtor"),
        ("article", "^(untitled|feed-thread|feed-site|article|articles)$", "[Aa]rticle", "[Yy]azı", "[Gg]otar"),
        ("thread", "^(thread-slow|thread-full|thread-state|why-thread-premoderated|audit-thread-state-changed)$", "[Dd]iscussion|[Tt]hread", "[Tt]artışma", "[Gg]otûbêj"),
        ("second factor", "^(second-factor|factor-on|factor-off|factor-required|fault-second-factor-(on|off|must-be-set)|audit-second-factor-changed)$", "[Ss]econd factor", "[İi]ki adımlı doğrulama", "[Kk]ontrola duyem"),
    ];

    // What is not said, and what is said in its place.
    private static readonly Dictionary<string, (string Pattern, string Instead)[]> Never = new()
    {
        ["en"] = [(@"\{\w+\}['’]s", "of {…}")],
        ["tr"] =
        [
            (@"\b[Ss]pam", "istenmeyen ileti"), (@"[İi]stenmeyen(?! ileti)", "istenmeyen ileti"), (@"[Yy]ayın(?!cı)", "yayım"), (@"(?<![Gg]eri )\b[Aa]lındı", "takip bağlantısı"),
            (@"[Kk]urtarma (söz|cümle)|[Pp]arola cümle", "kurtarma ifadesi"), (@"[Mm]akale", "yazı"), (@"[Bb]aşlı[kğ]", "tartışma"), (@"[Üü]ste ilet", "editöre ilet"), (@"[Şş]ikâ?yet|[Rr]aporla", "bildir"),
            (@"\bkimse adlı", "(words without a name)"), (@"\b([Ss]en|[Ss]ana|[Ss]enin|[Ss]eni)\b", "siz"), (@"\{\w+\}['’](?!\})", "{…} adlı kişinin, or another sentence"),
            (@"\{name\}(yi|yı|yu|yü|i|ı|u|ü|e|a|in|ın|un|ün|de|da|den|dan)\b", "no endings behind what is put in"),
        ],
        ["ku"] =
        [
            (@"\b[Tt]u (dikarî|bibîn|î)\b|\bji te re\b", "hûn"), (@"[Kk]ilît", "mifte"), (@"[Gg]ava duyem", "kontrola duyem"), (@"[Gg]otina nepenî|[Hh]evok(a|ên) vegerandinê", "gotina vegerandinê"), (@"\bbibijêr", "hilbijêr"), (@"\bxalan\b", "pûan"),
            (@"\{\w+\}['’]", "no endings behind what is put in"),
        ],
    };

    [Fact]
    [Trait("Report", "C1")]
    public async Task A_thing_has_one_word_in_every_message_about_it()
    {
        foreach (var lang in Languages)
        {
            var messages = await Messages(lang);
            foreach (var (thing, keys, english, turkish, kurmanji) in Terms)
            {
                var about = messages.Where(message => Regex.IsMatch(message.Key, keys)).ToList();
                Assert.True(about.Count > 0, $"{lang}: nothing about {thing}");
                var term = lang == "tr" ? turkish : lang == "ku" ? kurmanji : english;
                Assert.All(about, message => Assert.True(Regex.IsMatch(message.Text, term), $"{lang} {message.Key}: \"{message.Text}\" says {thing} in another way."));
            }
        }
    }

    [Fact]
    [Trait("Report", "C1")]
    public async Task No_message_says_what_has_another_word_and_none_puts_an_ending_behind_a_name()
    {
        foreach (var lang in Languages)
        {
            foreach (var (key, text) in await Messages(lang))
            {
                Assert.All(Never[lang], never => Assert.False(Regex.IsMatch(text, never.Pattern), $"{lang} {key}: \"{text}\": {never.Instead}"));
            }
        }
    }

    [Fact]
    [Trait("Report", "C1")]
    public async Task A_reason_is_called_the_same_before_readers_and_before_moderators()
    {
        foreach (var lang in new[] { "tr", "ku" })
        {
            var names = (await Messages(lang)).Where(message => message.Key.StartsWith("reason-", StringComparison.Ordinal)
                && message.Key is not ("reason-clean" or "reason-add" or "reason-code" or "reason-rule")).ToLookup(message => message.Key, message => message.Text);
            Assert.Equal(9, names.Count);
            Assert.All(names, name => Assert.Equal(2, name.Count()));
            Assert.All(names, name => Assert.Single(name.Distinct()));
        }
    }

    [Fact]
    [Trait("Report", "C1")]
    public async Task The_console_says_everything_in_every_language()
    {
        // What browsers know of a language needs no words, and of refusals the server has the English ones.
        static string[] Keys(IEnumerable<(string Key, string Text)> messages) =>
            [.. messages.Select(message => message.Key).Where(key => !key.StartsWith("ago-", StringComparison.Ordinal) && !key.StartsWith("fault-", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        var english = Keys(await Console("en"));
        Assert.True(english.Length > 300);
        Assert.Equal(english, Keys(await Console("tr")));
        Assert.Equal(english, Keys(await Console("ku")));

        static string[] Faults(IEnumerable<(string Key, string Text)> messages) =>
            [.. messages.Select(message => message.Key).Where(key => key.StartsWith("fault-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(Faults(await Console("tr")), Faults(await Console("ku")));
    }

    private static async Task<List<(string Key, string Text)>> Messages(string lang)
    {
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src/NatComments.Server/Localization", $"messages.{lang}.json"))).RootElement;
        return [.. Texts(json), .. await Console(lang)];
    }

    private static IEnumerable<(string Key, string Text)> Texts(JsonElement messages) => messages.EnumerateObject().SelectMany(message => message.Value.ValueKind switch
    {
        JsonValueKind.String => [(message.Name, message.Value.GetString()!)],
        JsonValueKind.Object when message.Value.TryGetProperty("other", out _) => message.Value.EnumerateObject().Select(form => (message.Name, form.Value.GetString()!)),
        JsonValueKind.Object => Texts(message.Value),
        _ => [],
    });

    // key: 'text' and key: { one: 'text', other: 'text' }, as the files have it.
    private static async Task<List<(string Key, string Text)>> Console(string lang)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/NatComments.Server/wwwroot/console", $"messages.{lang}.js"));
        return [.. Message().Matches(script).SelectMany(message => Form().Matches(message.Groups["text"].Value)
            .Select(form => (message.Groups["key"].Value, form.Groups[1].Value.Replace("\\'", "'", StringComparison.Ordinal))))];
    }

    [GeneratedRegex(@"(?:'(?<key>[\w-]+)'|(?<=[\s{])(?<key>[a-z]+)): (?<text>'(?:[^'\\]|\\.)*'|\{(?: (?:one|other): '(?:[^'\\]|\\.)*',?)+ \})")]
    private static partial Regex Message();

    [GeneratedRegex(@"'((?:[^'\\]|\\.)*)'")]
    private static partial Regex Form();
}
