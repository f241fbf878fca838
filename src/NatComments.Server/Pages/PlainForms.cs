using System.Text;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Visitors;
using static NatComments.Server.Pages.PlainPage;

namespace NatComments.Server.Pages;

/// <summary>What somebody has typed into the form of a page without scripts, and what is to be said about it.</summary>
/// <param name="Nonce">A secret of this form alone: the same form again is the same comment.</param>
/// <param name="Parent">The comment that is answered to, as everybody sees it; null for none.</param>
/// <param name="Fault">What is wrong, in words; null when nothing is.</param>
/// <param name="Preview">The text as it will look, null when it was not asked for.</param>
public sealed record TypedComment(string Nonce, CommentView? Parent, string? Name, string? Phrase, string? Text, string? Fault = null, string? Preview = null);

/// <summary>What somebody has typed into the form for a report.</summary>
/// <param name="Comment">What is reported, as everybody sees it.</param>
/// <param name="Fault">What is wrong, in words; null when nothing is.</param>
public sealed record TypedReport(CommentView Comment, string? Reason, string? Note, string? Fault = null);

/// <summary>The forms of pages without scripts. What was typed stands in them again, with what is wrong above it.</summary>
internal static class PlainForms
{
    /// <summary>A comment or a reply.</summary>
    public static string Comment(PlainSetting setting, TypedComment typed)
    {
        var (words, html) = (setting.Words, new StringBuilder(2_048));
        var title = typed.Parent is { } to ? words.Say("reply-to", name: NameOf(to)) : words.Say("your-comment");
        Begin(setting, html, title, typed.Parent, typed.Fault);
        if (typed.Preview is { } preview)
        {
            html.Append("<section class=\"preview body\" dir=auto aria-label=\"").Append(E(words.Say("preview"))).Append("\">").Append(preview).Append("</section>");
        }

        Hidden(html, "nonce", typed.Nonce);
        Hidden(html, "parent", typed.Parent?.Id.ToString());
        html.Append("<label>").Append(E(words.Say("name"))).Append("<input name=name required maxlength=").Append(ThreadLimits.MaxNameLength).Append(" autocomplete=username dir=auto value=\"").Append(E(typed.Name)).Append("\"></label>")
            .Append("<label>").Append(E(words.Say("phrase-own"))).Append("<input name=phrase type=password maxlength=200 autocomplete=current-password value=\"").Append(E(typed.Phrase)).Append("\"></label><p class=dim>").Append(E(words.Say("phrase-made"))).Append(" <code>").Append(PhraseRules.New()).Append("</code></p>")
            .Append("<label>").Append(E(words.Say(typed.Parent is null ? "your-comment" : "your-reply"))).Append("<textarea name=text required rows=6 dir=auto").Append(Described(typed.Fault)).Append('\n').Append(E(typed.Text))
            .Append("</textarea></label><p class=row><button class=main name=do value=send>").Append(E(words.Say("send"))).Append("</button><button name=do value=preview>").Append(E(words.Say("preview"))).Append("</button>");
        Cancel(setting, html, typed.Parent);
        html.Append("</p><details><summary>").Append(E(words.Say("rules"))).Append("</summary><div class=body>").Append(setting.Guidelines ?? $"<p>{E(words.Say("guidelines"))}</p>").Append("</div></details><p><a href=\"")
            .Append(E(setting.Record)).Append("\">").Append(E(words.Say("mine"))).Append("</a></p></form>");
        return html.ToString();
    }

    /// <summary>A report, with a reason and room for a note.</summary>
    public static string Report(PlainSetting setting, TypedReport typed)
    {
        var (words, html) = (setting.Words, new StringBuilder(2_048));
        Begin(setting, html, words.Say("report-title", name: NameOf(typed.Comment)), typed.Comment, typed.Fault);
        Hidden(html, "comment", typed.Comment.Id.ToString());
        html.Append("<label>").Append(E(words.Say("report-why"))).Append("<select name=reason>");
        foreach (var reason in Reasons.ForReport)
        {
            html.Append("<option value=").Append(reason).Append(reason == typed.Reason ? " selected>" : ">").Append(E(words.Say("reason-" + reason))).Append("</option>");
        }

        html.Append("</select></label><label>").Append(E(words.Say("note"))).Append("<textarea name=note rows=3 dir=auto").Append(Described(typed.Fault)).Append('\n').Append(E(typed.Note))
            .Append("</textarea></label><p class=row><button class=main name=do value=report>").Append(E(words.Say("send"))).Append("</button>");
        Cancel(setting, html, typed.Comment);
        return html.Append("</p></form>").ToString();
    }

    // What a form is about is shown in it: one sees to whom one answers, and whom one reports.
    private static void Begin(PlainSetting setting, StringBuilder html, string title, CommentView? about, string? fault)
    {
        html.Append("<form method=post action=\"").Append(E(setting.Link("", "#form"))).Append("\" id=form><h2>").Append(E(title)).Append("</h2>");
        if (about is not null)
        {
            html.Append("<blockquote class=body dir=auto>").Append(about.Html).Append("</blockquote>");
        }

        if (fault is not null)
        {
            html.Append("<p class=fault role=alert id=fault>").Append(E(fault)).Append("</p>");
        }
    }

    private static void Cancel(PlainSetting setting, StringBuilder html, CommentView? about)
    {
        if (about is not null)
        {
            html.Append("<a href=\"").Append(E(setting.ToComment(about.Id))).Append("\">").Append(E(setting.Words.Say("cancel"))).Append("</a>");
        }
    }

    private static string Described(string? fault) => fault is null ? ">" : " aria-describedby=fault>";

    private static void Hidden(StringBuilder html, string name, string? value)
    {
        if (value is not null)
        {
            html.Append("<input type=hidden name=").Append(name).Append(" value=\"").Append(E(value)).Append("\">");
        }
    }
}
