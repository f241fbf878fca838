using NatComments.Server.Http;
using NatComments.Server.Localization;

namespace NatComments.Server.Pages;

/// <summary>Says what is wrong with a page, where a person's browser asked for one.</summary>
internal sealed class PageProblemWriter(Messages messages) : IProblemDetailsWriter
{
    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => ProblemWriter.AsksForPage(context.HttpContext);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, details) = (context.HttpContext, context.ProblemDetails);
        var words = messages.For(http);
        var page = new HtmlPage(PlainPage.Fault(words, details.Title!, http.Request.PathBase), http.Response.StatusCode);
        return new(page.ExecuteAsync(http));
    }
}
