using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Server.Threads;

namespace NatComments.Server.Pages;

/// <summary>
/// A thread without JavaScript: read, preview, post and report by plain forms. No cookies: who wants to stay the same
/// person types a passphrase.
/// </summary>
internal static class PlainEndpoints
{
    /// <summary>Adds what pages and feeds need.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // The first: the framework's own writer would answer a browser with a document.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, PageProblemWriter>());
        return services.AddSingleton<PlainThreads>().AddSingleton<PlainPosts>().AddSingleton<Feeds>();
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapApi("/sites/{site}", "Reader").AllowAnonymous().ExcludeFromDescription()
            .RequireRateLimiting(RateLimits.Reads);
        pages.MapGet("/threads/{article}", Read);
        OwnForms.Only(pages.MapPost("/threads/{article}", Post));
        app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().RequireRateLimiting(RateLimits.Reads)
            .MapGet("/threads/{article}/fragment", Fragment)
            .WithName("readThreadFragment")
            .Produces<string>(200, "text/html")
            .WithSummary("The comments as HTML to be put into a page of the site");
        app.MapGet("/", () => TypedResults.Redirect("~/demo/index.html")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/demo", () => TypedResults.Redirect("~/demo/index.html")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sites/{site}/threads/{first}/{**rest}", ToThread).AllowAnonymous().ExcludeFromDescription();
        FeedEndpoints.Map(app);
    }

    private static async Task<HtmlPage> Read(
        HttpContext http, FoundSite site, FoundThread thread, PlainThreads threads, CancellationToken stop,
        string? report = null, string? reply = null)
    {
        var setting = await threads.Setting(http, site.Value, thread.Value);
        if (await threads.Comment(thread.Value, report, stop) is { } reported)
        {
            return await threads.Show(http, setting, PlainForms.Report(setting, new(reported, null, null)));
        }

        var parent = await threads.Comment(thread.Value, reply, stop);
        var form = PlainForms.Comment(setting, new(Secrets.Random(), parent, null, null, null));
        return await threads.Show(http, setting, form, await threads.Said(setting, http.Request.Query, stop));
    }

    // A path that was not escaped, or that a proxy has decoded: its thread has an address of its own.
    private static RedirectHttpResult ToThread(HttpContext http, string site)
    {
        var path = http.Request.Path.Value!;
        var article = path[(path.IndexOf("/threads/", StringComparison.Ordinal) + "/threads".Length)..];
        string root = http.Request.PathBase;
        return TypedResults.Redirect(root + PlainSetting.Address(site, article, root) + http.Request.QueryString);
    }

    private static async Task<HtmlPage> Fragment(
        HttpContext http, FoundSite site, FoundThread thread, PlainThreads threads, IOptions<HttpOptions> options)
    {
        // It stands in a page of the site, on another host.
        var setting = await threads.Setting(http, site.Value, thread.Value, PublicAddress.Of(http, options.Value));
        return new(new PlainPage(setting).Fragment(await threads.Page(http, thread.Value, PageQuery.MaxLimit)));
    }

    private static async Task<Results<HtmlPage, SeeOther, Refusal>> Post(
        HttpContext http, FoundSite site, FoundThread thread, FormBody form, PlainThreads threads, PlainPosts posts)
    {
        var setting = await threads.Setting(http, site.Value, thread.Value);
        return form["do"] == "report"
            ? await Report(http, setting, form, threads, posts)
            : await Write(http, setting, site.Value, form, threads, posts);
    }

    private static async Task<Results<HtmlPage, SeeOther, Refusal>> Write(
        HttpContext http, PlainSetting setting, Site site, FormBody form, PlainThreads threads, PlainPosts posts)
    {
        var parent = await threads.Comment(setting.Thread, form["parent"], http.RequestAborted);
        var typed = new TypedComment(
            form["nonce"] is { } nonce && IdempotencyKeys.IsGood(nonce) ? nonce : Secrets.Random(),
            parent, form["name"], form["phrase"], form["text"]);
        Refusal? refused = null;
        if (parent is null && form["parent"] is not null)
        {
            refused = new(Refusals.ParentNotFound);
        }
        else if (form["do"] == "preview")
        {
            refused = posts.Preview(http, typed.Text).Take(out var preview);
            typed = typed with { Preview = preview };
        }
        else
        {
            refused = (await posts.Send(http, site, setting.Thread, typed)).Take(out var receipt);
            if (refused is null)
            {
                return new SeeOther(setting.Link($"receipt={Uri.EscapeDataString(receipt!)}", "#list"));
            }
        }

        // The form was sent before with other words (somebody went back and wrote the next comment): it is a new one
        // from here on.
        if (refused?.Code is Refusals.IdempotencyKeyReused or Refusals.IdInUse)
        {
            typed = typed with { Nonce = Secrets.Random() };
        }

        return await Again(http, setting, threads, refused, fault => PlainForms.Comment(setting, typed with { Fault = fault }));
    }

    private static async Task<Results<HtmlPage, SeeOther, Refusal>> Report(
        HttpContext http, PlainSetting setting, FormBody form, PlainThreads threads, PlainPosts posts)
    {
        if (await threads.Comment(setting.Thread, form["comment"], http.RequestAborted) is not { } comment)
        {
            return new Refusal(Refusals.CommentNotFound);
        }

        var typed = new TypedReport(comment, form["reason"], form["note"]);
        return await posts.Report(http, setting.Thread, typed) is { } refused
            ? await Again(http, setting, threads, refused, fault => PlainForms.Report(setting, typed with { Fault = fault }))
            : new SeeOther(setting.Link("reported=1", "#list"));
    }

    // The form again. Nothing is wrong with what is to be sent later.
    private static async Task<HtmlPage> Again(
        HttpContext http, PlainSetting setting, PlainThreads threads, Refusal? refused, Func<string?, string> form)
    {
        var fault = refused is null ? null : refused.Sanction?.Say(setting.Words) ?? setting.Words.Fault(refused.Code);
        var status = refused is null ? StatusCodes.Status200OK
            : refused.Code == Problems.RateLimited ? StatusCodes.Status429TooManyRequests
            : StatusCodes.Status400BadRequest;
        return await threads.Show(http, setting, form(fault), null, status);
    }
}
