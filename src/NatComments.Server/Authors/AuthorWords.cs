using NatComments.Core.Authors;
using NatComments.Core.Threads;
using NatComments.Server.Localization;

namespace NatComments.Server.Authors;

/// <summary>What an author is told of their own comment, of their appeal and of a sanction against them, in sentences.</summary>
internal static class AuthorWords
{
    /// <summary>What became of a comment that was just sent.</summary>
    public static string Posted(Words words, CommentStatus status, string? reason, IReadOnlyDictionary<string, string>? names) => status switch
    {
        CommentStatus.Published => words.Say("posted"),
        CommentStatus.Rejected => words.Say("refused", name: Reason(words, reason ?? "", names)),
        CommentStatus.Withdrawn => words.Say("place-mine"),
        _ => words.Say("held"),
    };

    /// <summary>What became of an edit that was just sent.</summary>
    public static string Edited(Words words, CommentView comment, IReadOnlyDictionary<string, string>? names) =>
        comment.Status == CommentStatus.Published ? words.Say("edited-published")
        : comment.ShownRevision is not null ? words.Say("edited-waits")
        : Posted(words, comment.Status, comment.Reason, names);

    /// <summary>What became of an appeal; null without one.</summary>
    public static string? Appeal(Words words, AppealView? appeal) => appeal switch
    {
        null => null,
        { AnsweredAt: { } on } => words.Say(
            "appeal-answered", ("at", words.Time(appeal.At)), ("on", words.Time(on)), ("status", words.Say(appeal.Outcome == "upheld" ? "status-rejected" : "status-published"))),
        _ => words.Say("appeal-open", ("at", words.Time(appeal.At))),
    };

    /// <summary>A sanction with its reason and its end.</summary>
    public static string Sanction(Words words, OwnSanctionReply sanction)
    {
        var reason = Reason(words, sanction.Reason, sanction.Names);
        if (sanction.Kind == SanctionKind.Warn)
        {
            return words.Say("warned", name: reason);
        }

        var kind = sanction.Kind == SanctionKind.Mute ? "muted" : "banned";
        return sanction.Until is { } until
            ? words.Say(kind + "-until", ("until", words.Time(until)), ("reason", reason))
            : words.Say(kind + "-for-good", ("reason", reason));
    }

    /// <summary>What a reason is called: a site's own has the names that the site gave it.</summary>
    public static string Reason(Words words, string code, IReadOnlyDictionary<string, string>? names) =>
        names?.GetValueOrDefault(words.Language.Lang) ?? names?.Values.FirstOrDefault() ?? words.Say("reason-" + code);
}
