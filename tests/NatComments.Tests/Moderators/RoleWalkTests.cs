using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NatComments.Core.Projections;
using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>
/// All operations, by everybody, over HTTP: each role on this site, on another and on every site, with a session and with a personal token; and
/// who is nobody here: API keys, readers' tokens, ended and made-up tokens. Nobody is let in who should not be, and nothing of another site is told.
/// </summary>
public sealed partial class RoleWalkTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const string Here = RunningServer.DemoSite;
    private const string There = "there";
    private const string Mark = "onlythere";
    private const string Article = "article-of-theirs";
    private const string WordList = "list-of-theirs";

    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, string> _there = [];
    private List<Operation> _operations = [];

    public async Task InitializeAsync()
    {
        _operations = [.. ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true).Select(e => new Operation(e))];
        await server.Get<SiteDirectory>().Add(There, $"The site {Mark}");
        await Fill();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_operation_lets_in_whoever_has_the_role_here_and_nobody_else()
    {
        foreach (var site in new[] { Here, There, Account.EverySite })
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var person = await server.Somebody(role, site);
                var (name, program) = ($"{role} of {site}", await Program(person));
                foreach (var operation in _operations.Where(o => o.Guarded).OrderBy(o => o.EndsSession))
                {
                    var enough = operation.Least is not { } least || (role >= least && (operation.IsOfSite ? site != There : site == Account.EverySite));
                    // Other spellings of an address are tried by the least and by the most powerful.
                    var usual = operation.Path(Here, Nothing);
                    foreach (var path in role is Role.Auditor or Role.Administrator ? operation.Spellings(usual) : [usual])
                    {
                        Check(name, operation, await person.Status(operation.Method, path), enough ? null : "role-missing");
                        Check(name + " by token", operation, await program.Status(operation.Method, path), enough ? null : "role-missing");
                        if (operation.EndsSession)
                        {
                            await person.SignIn(person.Name, RunningServer.Password);
                        }
                    }
                }
            }
        }

        Assert.Empty(_wrong);
    }

    [Fact]
    public async Task Whoever_is_nobody_here_is_let_into_no_operation_of_moderators()
    {
        var admin = await server.Somebody(Role.Administrator);
        var token = (await admin.Post("/api/v1/session/tokens", new { label = "ended", password = RunningServer.Password })).Body!;
        await admin.Delete($"/api/v1/session/tokens/{token["id"]}");
        var (_, key) = (await server.Get<ApiKeys>().Add(Here, "walk", "test"))!.Value;
        var reader = (string)(await server.Comment(server.Article(), "A comment"))["readerToken"]!;
        foreach (var (name, secret) in new (string, string?)[] { ("nobody", null), ("an API key", key), ("a reader", reader), ("an ended token", (string)token["token"]!), ("a made-up token", PersonalTokens.NewSecret()) })
        {
            var stranger = server.Nobody();
            stranger.Token = secret;
            foreach (var operation in _operations.Where(o => o.Guarded))
            {
                foreach (var path in operation.Spellings(operation.Path(Here, Nothing)))
                {
                    Check(name, operation, await stranger.Status(operation.Method, path), "not-signed-in");
                }
            }
        }

        Assert.Empty(_wrong);
    }

    [Fact]
    public async Task Machines_are_let_in_by_an_API_key_and_by_nothing_that_people_have()
    {
        var admin = await server.Somebody(Role.Administrator, Account.EverySite);
        foreach (var operation in _operations.Where(o => o.Tags.Contains("Machines")))
        {
            foreach (var person in new[] { server.Nobody(), admin, await Program(admin) })
            {
                Check(person.Name, operation, await person.Status(operation.Method, operation.Path(Here, Nothing)), "invalid-token");
            }
        }

        Assert.Empty(_wrong);
    }

    [Fact]
    public async Task An_administrator_who_names_what_is_another_sites_learns_and_changes_nothing()
    {
        var (admin, before) = (await server.Somebody(Role.Administrator), await Seen());
        foreach (var operation in _operations.Where(o => o.Guarded && o.Least is not null && o.Parameters.Any()))
        {
            foreach (var path in operation.Spellings(operation.Path(Here, name => _there.GetValueOrDefault(name, Nothing(name)))))
            {
                var reply = await admin.Status(operation.Method, path, Body(operation));
                if (reply.Text.Contains(Mark, StringComparison.OrdinalIgnoreCase) || reply.Text.Contains(_there["account"], StringComparison.Ordinal) || reply.Status >= 500)
                {
                    _wrong.Add($"{operation}: {reply}");
                }
            }
        }

        Assert.Empty(_wrong);
        Assert.Equal(before, await Seen());
    }

    [Fact]
    public async Task The_document_of_the_interface_names_the_same_operations()
    {
        var document = (await server.Nobody().Get("/openapi/v1.json")).Body!["paths"]!.AsObject();
        var named = document.Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {Parameter().Replace(path.Key.TrimEnd('/'), "{}")}"));

        Assert.Equal(_operations.Where(o => o.Described).Select(o => $"{o.Method} {Parameter().Replace(o.Raw, "{}")}").Order(), named.Order());
        Assert.True(_operations.Count > 80);
    }

    // Comments, a person, a sanction, notes, a key and a list of another site, each with the mark in all that could be told of it.
    private async Task Fill()
    {
        var root = $"/api/v1/sites/{There}";
        var admin = await server.Somebody(Role.Administrator, There);
        var post = await server.Nobody().Post($"{root}/threads/{Article}/comments", new { text = $"Words {Mark}", author = new { name = $"Name {Mark}" } });
        (_there["id"], _there["author"], _there["article"]) = ((string)post.Body!["comment"]!["id"]!, (string)post.Body["comment"]!["author"]!["id"]!, Article);
        await admin.Post($"{root}/comments/{_there["id"]}/escalations", new { article = Article, revision = 1, note = $"Note {Mark}" });
        _there["sanction"] = (string)(await admin.Post($"{root}/authors/{_there["author"]}/sanctions", new { kind = "mute", reason = "insult", days = 3, note = $"Note {Mark}" })).Body!["id"]!;
        await admin.Post($"{root}/authors/{_there["author"]}/notes", new { text = $"Note {Mark}" });
        _there["account"] = (string)(await admin.Post($"{root}/people", new { name = $"{Letters()} {Mark}", role = "moderator" })).Body!["account"]!;
        _there["key"] = (string)(await admin.Post($"{root}/keys", new { name = $"Key {Mark}" })).Body!["id"]!;
        Assert.Equal(200, (await admin.Put($"{root}/word-lists/{WordList}", new { text = $"[hold]\nword{Mark}" })).Status);
        _there["list"] = WordList;
        var view = await admin.Post($"{root}/views", new { name = $"View {Mark}", articles = new[] { Article }, authors = Array.Empty<string>() });
        _there["view"] = _there["queue"] = (string)view.Body!["id"]!;
        _there["cluster"] = _there["id"];
        _there["entry"] = (string)(await admin.Get($"{root}/queues/escalated")).Body!["entries"]![0]!["entry"]!;
        (_admin, _there["token"]) = (admin, "x");
    }

    private Person _admin = null!;

    // Each test fills the site anew; two people of a site have names that differ in letters.
    private static string Letters() => string.Concat(Guid.NewGuid().ToString("N").Where(char.IsLetter));

    // Everything of the other site as its own administrator sees it.
    private async Task<string> Seen()
    {
        var seen = new List<string>();

        // What follows the log has heard of all that was filled in.
        await server.Get<SiteProjections>().CatchUp(There);
        foreach (var path in new[] { "people", "keys", $"comments/{_there["id"]}?article={Article}", $"authors/{_there["author"]}", "word-lists", "views", "settings", $"threads/{Article}", "queues/escalated" })
        {
            seen.Add((await _admin.Get($"/api/v1/sites/{There}/{path}")).ToString());
        }

        return string.Join('\n', seen);
    }

    private async Task<Person> Program(Person person)
    {
        var program = server.Nobody();
        program.Token = (string)(await person.Post("/api/v1/session/tokens", new { label = "walk", password = RunningServer.Password })).Body!["token"]!;
        return program;
    }

    // A body that goes through wherever one thing is named only by the path; elsewhere it is refused, and must tell nothing either.
    private object Body(Operation operation) => operation.Raw.Split('/')[^1] switch
    {
        "role" => new { role = "auditor" },
        "disabled" => new { disabled = true },
        "notes" => new { text = "mine" },
        "rotation" => new { graceHours = 0 },
        "sanctions" => new { kind = "warn", reason = "insult" },
        "escalations" => new { article = Article, revision = 1 },
        "decision" or "decisions" when operation.Parameters.Any(p => p is "entry" or "author" or "cluster") => new { outcome = "reject", reason = "spam" },
        "decisions" => new { decisions = new[] { new { article = Article, commentId = _there["id"], revision = 1, outcome = "reject", reason = "spam" } } },
        "undo" => new { commentIds = new[] { _there["id"] } },
        _ => new { },
    };

    private static string Nothing(string name) => name is "queue" ? "pending" : Guid.NewGuid().ToString();

    private void Check(string who, Operation operation, Reply reply, string? refusal)
    {
        var right = refusal is null ? reply.Status != 401 && reply.Code is not ("role-missing" or "not-signed-in") && reply.Status < 500 : reply.Code == refusal;

        // A program never changes how its owner signs in, whatever its owner may do.
        var ownersOnly = refusal is null && who.EndsWith("by token", StringComparison.Ordinal) && operation.Least is null && reply.Code == "not-signed-in";
        // Whoever works there as well knows it.
        var leaks = reply.Text.Contains(Mark, StringComparison.OrdinalIgnoreCase) && !who.Contains(There, StringComparison.Ordinal) && !who.Contains(Account.EverySite, StringComparison.Ordinal);
        if ((!right && !ownersOnly) || leaks)
        {
            _wrong.Add($"{who}: {operation}: {reply}");
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    private sealed class Operation(RouteEndpoint endpoint)
    {
        public string Raw { get; } = endpoint.RoutePattern.RawText!.TrimEnd('/');

        public string Method { get; } = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];

        public IReadOnlyList<string> Tags { get; } = [.. endpoint.Metadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags)];

        public bool Guarded { get; } = endpoint.Metadata.GetMetadata<RequiredRole>() is not null;

        public bool Described { get; } = endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true };

        public Role? Least { get; } = endpoint.Metadata.GetMetadata<RequiredRole>()?.Least;

        public bool IsOfSite => Raw.Contains("{site}", StringComparison.Ordinal);

        public bool EndsSession => this is { Method: "DELETE", Raw: "/api/v1/session" };

        public IEnumerable<string> Parameters => endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name).Where(name => name != "site");

        public string Path(string site, Func<string, string> value) =>
            Parameter().Replace(Raw, match => match.Value == "{site}" ? site : Uri.EscapeDataString(value(match.Value.Trim('{', '}'))));

        // Routing takes no notice of case and of a slash at the end; nor may anything behind it.
        public IEnumerable<string> Spellings(string path) => [path, path + "/", Raw.Split('/').Where(part => part.Length > 0 && part[0] != '{').Aggregate(path, (now, part) => now.Replace($"/{part}", $"/{part.ToUpperInvariant()}", StringComparison.Ordinal))];

        public override string ToString() => $"{Method} {Raw}";
    }
}

/// <summary>An answer whose body may never end: of a stream only the beginning is read.</summary>
internal sealed record Reply(int Status, string? Code, string Text)
{
    public override string ToString() => $"{Status} {Text[..Math.Min(Text.Length, 300)]}";
}

/// <summary>Asks without waiting for the end of a stream.</summary>
internal static class Asking
{
    public static async Task<Reply> Status(this Person person, string method, string path, object? body = null)
    {
        using var request = person.Request(new HttpMethod(method), path, method == "GET" ? null : body ?? new { });
        using var response = await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var media = response.Content.Headers.ContentType?.MediaType;
        var text = media == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync();
        var code = media == "application/problem+json" ? (string?)JsonNode.Parse(text)!["code"] : null;
        return new((int)response.StatusCode, code, text);
    }
}
