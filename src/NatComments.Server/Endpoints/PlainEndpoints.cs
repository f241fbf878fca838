using Microsoft.Extensions.Primitives;
using NatComments.Core.Grains;
using NatComments.Core.Threads;
using NatComments.Server.Defence;
using NatComments.Server.Hosting;
using NatComments.Server.Identity;
using NatComments.Server.Rendering;

namespace NatComments.Server.Endpoints;

/// <summary>A thread without JavaScript: read, preview and post by plain forms. No cookies: who wants to stay the same person types a passphrase.</summary>
internal sealed class PlainEndpoints(
    IThreads threads, Sites sites, Posts posts, Pseudonyms pseudonyms, Messages messages, Rates rates, PostRetries retries, ServerOptions options)
{
    // Nothing of these pages runs, loads from elsewhere, sends elsewhere or stands in another page's frame.
    private const string Policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sites/{site}/threads/{article}", Read).ExcludeFromDescription();
        app.MapPost("/sites/{site}/threads/{article}", Post).ExcludeFromDescription();
        app.MapGet("/api/v1/sites/{site}/threads/{article}/fragment", Fragment).WithTags("Reader").Produces(200, contentType: "text/html").WithSummary("The comments as HTML to be put into a page of the site");
    }

    /// <summary>Answers with a page that needs no script.</summary>
    public static Task Html(HttpContext http, string html, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = "Accept-Language";
        return http.Response.WriteAsync(html, http.RequestAborted);
    }

    private async Task Read(HttpContext http, string site, string article)
    {
        var thread = await Thread(http, site, article);
        var query = http.Request.Query;
        var reply = Guid.TryParse(query["reply"], out var parent) ? parent.ToString() : null;
        var receipt = Known(query["receipt"]);
        await Show(http, thread, new(Guid.CreateVersion7().ToString(), reply, null, null, null), receipt is null ? null : "/receipts/" + receipt, 200);
    }

    private async Task Fragment(HttpContext http, string site, string article)
    {
        var thread = await Thread(http, site, article);
        var page = await Page(http, thread, PageQuery.MaxLimit);
        Cors.Allow(http);
        await Html(http, new PlainPage(messages.For(http), thread, Address(thread.Site, thread.Article)).Fragment(page));
    }

    private async Task Post(HttpContext http, string site, string article)
    {
        var thread = await Thread(http, site, article);
        var form = await Form(http, 2 * options.MaxBodyBytes);
        var typed = new TypedComment(Known(form["id"]) ?? Guid.CreateVersion7().ToString(), Known(form["parent"]), Known(form["name"]), Known(form["phrase"]), Known(form["text"]));
        try
        {
            if (form["do"] == "preview")
            {
                await Show(http, thread, typed with { Preview = DraftEndpoints.Render(typed.Text) }, null, 200);
                return;
            }

            var receipt = await Send(http, thread, typed);

            // The page after is another one: a reload posts nothing again.
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = $"{Address(thread.Site, thread.Article)}?receipt={Uri.EscapeDataString(receipt)}#list";
        }
        catch (BadRequestException e)
        {
            await Show(http, thread, typed with { Fault = e.Code }, null, 400);
        }
    }

    private async Task<string> Send(HttpContext http, ThreadId thread, TypedComment typed)
    {
        if (!rates.MayPost(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }

        var site = (await sites.Find(thread.Site))!;
        var (id, parent) = (Http.Id(typed.Id), typed.Parent is null ? (Guid?)null : Http.Id(typed.Parent));

        // A guest who sends the form twice is the same guest.
        var retry = PostRetries.Key(rates.Network(http), thread.ToString(), id, typed.Text ?? "", typed.Name ?? "", parent);
        var author = typed.Phrase is null
            ? retries.Author(retry) ?? ReaderTokens.NewAuthor()
            : await pseudonyms.OfPhrase(thread.Site, Pseudonyms.Tidy(typed.Phrase) ?? throw new BadRequestException(Problems.InvalidPhrase));
        retries.Remember(retry, author);
        var (_, receipt) = await posts.Post(site, thread, new(id, parent, author, typed.Phrase is not null, typed.Name, null, typed.Text), http.RequestAborted);
        return receipt;
    }

    private async Task Show(HttpContext http, ThreadId thread, TypedComment typed, string? posted, int status)
    {
        var page = await Page(http, thread, PageQuery.DefaultLimit);
        var guidelines = CommentMarkdown.Guidelines((await sites.Find(thread.Site))!.Settings.Guidelines);
        await Html(http, new PlainPage(messages.For(http), thread, Address(thread.Site, thread.Article), guidelines).Whole(page, typed, posted), status);
    }

    private async Task<ThreadPage> Page(HttpContext http, ThreadId thread, int limit)
    {
        var query = http.Request.Query;
        var sort = Enum.TryParse<PageSort>(query["sort"], ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : PageSort.Newest;
        var asked = new PageQuery(sort, limit, Known(query["after"]), Guid.TryParse(query["from"], out var from) ? from : null);
        var reply = await threads.ReadPage(thread, asked, null, http.RequestAborted);

        // A link that has grown old leads to the beginning.
        var page = reply.Page ?? (await threads.ReadPage(thread, new(sort, limit), null, http.RequestAborted)).Page!;
        return WireJson.Read(page.Body);
    }

    /// <summary>The fields of a form. Refuses other media types and bodies over the limit.</summary>
    public static async Task<IFormCollection> Form(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new BadRequestException(Problems.UnsupportedMediaType);
        }

        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw new BadRequestException(Problems.InvalidRequest);
        }
    }


    private async ValueTask<ThreadId> Thread(HttpContext http, string site, string article) =>
        await sites.Find(site) is null ? throw new BadRequestException(Problems.SiteNotFound) : Http.Thread(http, site, article);

    /// <summary>Where the page of an article's comments stands.</summary>
    public static string Address(string site, string article) => $"/sites/{site}/threads/{Uri.EscapeDataString(article)}";

    private static string? Known(StringValues value) => string.IsNullOrWhiteSpace(value) ? null : value.ToString();
}
