using System.Text;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using static NatComments.Server.Pages.PlainPage;

namespace NatComments.Server.Receipts;

/// <summary>What became of a comment, as a page for whoever has its receipt: their words, what happened to them and when, and a form to object.</summary>
/// <param name="now">Whether the time to object is over.</param>
internal sealed class ReceiptPage(PlainSetting setting, ReceiptReply receipt, DateTimeOffset now)
{
    private readonly Words _words = setting.Words;
    private readonly StringBuilder _html = new(4_096);

    /// <summary>The page.</summary>
    /// <param name="statement">What was typed into the form.</param>
    /// <param name="fault">The code of what is wrong with it; null when nothing is.</param>
    public string Whole(string? statement, string? fault)
    {
        var title = _words.Say("receipt-title");
        Head(_words, _html, $"{title} · {setting.Article.Name ?? setting.Site}", setting.Root);
        _html.Append(setting.Frame).Append("<h1>").Append(E(title)).Append("</h1>").Append(setting.Article.Name is { } article ? $"<p class=about dir=auto>{E(article)}</p>" : "");
        Status();
        Sanction();
        Appealed();
        if (receipt.AppealOpen)
        {
            Form(statement, fault);
        }

        OwnWords();
        Timeline();
        return _html.Append("<p>").Append(setting.Back ?? $"<a href=\"{E(setting.ToComment(receipt.Comment))}\">{E(_words.Say("comments"))}</a>").Append("</p></main></body></html>").ToString();
    }

    private void Status()
    {
        _html.Append("<p class=box><b class=status>").Append(E(_words.Say("status-" + receipt.Status.ToString().ToLowerInvariant()))).Append("</b>");
        if (receipt.Reason is { } reason)
        {
            var name = AuthorWords.Reason(_words, reason, receipt.Statement?.Names);
            _html.Append("<br>").Append(E(receipt.Statement?.Rule is { } rule ? $"{name}: {rule}" : name));
        }

        _html.Append(receipt.Status switch
        {
            CommentStatus.Pending => "<br>" + E(_words.Say(receipt.ShownRevision is null ? "held" : "edited-waits")),
            CommentStatus.Published or CommentStatus.Rejected => "<br>" + E(_words.Say(receipt.Automated ? "by-policy" : "by-person")),
            _ => "<br>" + E(_words.Say("place-mine")),
        }).Append("</p>");
    }

    private void Sanction()
    {
        if (receipt.Sanction is { } sanction)
        {
            _html.Append("<p class=box>").Append(E(sanction.Text)).Append("</p>");
        }
    }

    private void Appealed()
    {
        if (AuthorWords.Appeal(_words, receipt.Appeal) is { } appeal)
        {
            _html.Append("<p class=box role=status>").Append(E(appeal)).Append("</p>");
        }
        else if (!receipt.AppealOpen && receipt.AppealUntil < now)
        {
            _html.Append("<p class=dim>").Append(E(_words.Fault(Refusals.AppealWindowOver))).Append("</p>");
        }
    }

    private void Form(string? statement, string? fault)
    {
        _html.Append("<form method=post><h2>").Append(E(_words.Say("appeal"))).Append("</h2>");
        if (fault is not null)
        {
            _html.Append("<p class=fault role=alert>").Append(E(_words.Fault(fault))).Append("</p>");
        }

        _html.Append("<label>").Append(E(_words.Say("appeal-why"))).Append("<textarea name=statement required rows=6 dir=auto maxlength=")
            .Append(ThreadLimits.MaxStatementLength).Append(">\n").Append(E(statement)).Append("</textarea></label><p class=dim>")
            .Append(With(_words, "appeal-until", receipt.AppealUntil!.Value)).Append("</p><p><button class=main>").Append(E(_words.Say("send"))).Append("</button></p></form>");
    }

    // Of what was withdrawn or erased nothing is shown.
    private void OwnWords()
    {
        if (receipt.Html is { } html)
        {
            _html.Append("<section><h2>").Append(E(_words.Say("your-words"))).Append("</h2><blockquote class=\"body whole\" dir=auto>").Append(html).Append("</blockquote></section>");
        }
    }

    private void Timeline()
    {
        _html.Append("<section><h2>").Append(E(_words.Say("times"))).Append("</h2><ol class=times>");
        foreach (var step in receipt.Timeline)
        {
            var said = _words.Say("at-" + step.What, name: step.Reason is { } reason ? AuthorWords.Reason(_words, reason, step.Names) : null);
            _html.Append("<li>").Append(Time(_words, step.At)).Append(" <span>").Append(E(said)).Append("</span></li>");
        }

        _html.Append("</ol></section>");
    }
}
