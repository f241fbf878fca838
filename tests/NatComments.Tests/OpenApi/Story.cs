using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Moderators;

namespace NatComments.Tests.OpenApi;

/// <summary>
/// What the examples of the document speak of: a thread with comments that were published, rejected and held, a reader
/// with a pseudonym, a moderator, a colleague, a key, a view, a sanction.
/// </summary>
internal sealed class Story(RunningServer server)
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";
    private const string Article = "post-1234";
    private const string Held = "post-1235";

    /// <summary>What the document calls something that the server named itself, and its real name.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>The moderator of the examples, with a session: an administrator of every site.</summary>
    public Person Moderator { get; } = server.Nobody();

    /// <summary>The reader of the examples, by token.</summary>
    public Person Reader { get; } = server.Nobody();

    /// <summary>A program with an API key.</summary>
    public Person Program { get; } = server.Nobody();

    /// <summary>Lets all of it happen.</summary>
    public static async Task<Story> Happen(RunningServer server)
    {
        var story = new Story(server);
        await story.Readers();
        await story.Moderators();
        await story.Comments();
        return story;
    }

    /// <summary>A request as the document's example says, by whom the document says.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="person">Somebody else in the place of who is meant.</param>
    /// <param name="change">Another value for a parameter, by its name; null: as in the example.</param>
    public HttpRequestMessage Request(
        ApiOperation operation, Person? person = null, Func<string, string?>? change = null)
    {
        var (path, query, headers) = (operation.Path, new List<string>(), new List<(string, string)>());
        foreach (var parameter in operation.Parameters)
        {
            var name = (string)parameter["name"]!;
            if (parameter["example"] is not { } example)
            {
                continue;
            }

            var values = (example as JsonArray ?? [example.DeepClone()]).Select(one => one!.ToString());
            foreach (var value in values.Select(value => change?.Invoke(name) ?? Real(value)))
            {
                switch ((string)parameter["in"]!)
                {
                    case "path":
                        path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
                        break;
                    case "query":
                        query.Add($"{name}={Uri.EscapeDataString(value)}");
                        break;
                    default:
                        headers.Add((name, value));
                        break;
                }
            }
        }

        var body = operation.Body is { } sent ? JsonNode.Parse(Real(sent.ToJsonString())) : null;
        var address = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        var request = (person ?? Who(operation)).Request(operation.Method, address, body);
        headers.ForEach(header => request.Headers.Add(header.Item1, header.Item2));
        return request;
    }

    /// <summary>Who sends an operation, by what the document says is needed.</summary>
    public Person Who(ApiOperation operation) => operation.Schemes.FirstOrDefault() switch
    {
        null => server.Nobody(),
        "readerToken" => Reader,
        "apiKey" => Program,
        _ => Moderator,
    };

    private string Real(string text) =>
        Names.Aggregate(text, (now, name) => now.Replace(name.Key, name.Value, StringComparison.Ordinal));

    private async Task Readers()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var proven = (await Reader.Post($"{Root}/pseudonyms", await Proof(key))).Body!;
        Reader.Token = (string)proven["readerToken"]!;
        var proof = await Proof(key);
        Names["MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEvJ3pVb0mS1bq2kXfWq7o8lA1m9Q=="] = (string)proof["publicKey"]!;
        Names["1765000000.Zk3vQ1yB0mTn.c2lnbmVk"] = (string)proof["challenge"]!;
        Names["w0Qm5yJ4kT9pYx2nLr8sVb3cDf6gHj1KzNqWtEuRoIa=="] = (string)proof["signature"]!;
        await Post(server.Nobody(), Article, 0, "What do the numbers say?");
        var rejected = await Post(Reader, Article, 2, "The minister said that it rains in November.", "Ayşe");
        Names["ZGVtbw.5HqT0vYb3kN8"] = (string)rejected["receipt"]!;
        var feed = (string)(await Reader.Get($"{Root}/me")).Body!["feed"]!;
        Names["pX4mQ9vR2tLc7WnB"] = feed.Split('/')[^1].Split('.')[0];
    }

    private async Task<JsonObject> Proof(ECDsa key)
    {
        var challenge = (string)(await server.Nobody().Post($"{Root}/pseudonyms/challenges")).Body!["challenge"]!;
        var text = Encoding.UTF8.GetBytes($"natcomments:{RunningServer.DemoSite}:{challenge}");
        var signed = key.SignData(text, HashAlgorithmName.SHA256);
        return new()
        {
            ["publicKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            ["challenge"] = challenge,
            ["signature"] = Convert.ToBase64String(signed),
        };
    }

    private async Task Moderators()
    {
        var added = await server.Get<AccountStore>().Add("mehmet", Account.EverySite, Role.Administrator);
        var (_, oneTime) = added!.Value;
        Assert.Equal(200, (await Moderator.SignIn("mehmet", oneTime)).Status);
        await Moderator.Put("/api/v1/session/password", new { password = RunningServer.Password });
        var label = new { label = "An old script", password = RunningServer.Password };
        Names["t-4Jq8wZx1"] = (string)(await Moderator.Post("/api/v1/session/tokens", label)).Body!["id"]!;
        var colleague = await server.Somebody(Role.Moderator);
        Names["a-7Yc3nPq0"] = colleague.Account;
        Names["t-9Lm2vKd5"] = (string)(await colleague.Post("/api/v1/session/tokens", label)).Body!["id"]!;
        var old = await Moderator.Post($"{Root}/keys", new { name = "An old program" });
        Names["k-2Fd6sHj4"] = (string)old.Body!["id"]!;
        Program.Token = (string)(await Moderator.Post($"{Root}/keys", new { name = "The site" })).Body!["key"]!;
        var view = new { name = "Everything", articles = new[] { Held }, authors = Array.Empty<string>() };
        Names["view-5b1f0c9e"] = (string)(await Moderator.Post($"{Root}/views", view)).Body!["id"]!;
    }

    private async Task Comments()
    {
        await Moderator.Put($"{Root}/threads/{Held}/state", new { state = "premoderated" });
        await Post(server.Nobody(), Held, 3, "He should be ashamed of his numbers.");
        await Post(server.Nobody(), Held, 4, "Rents have doubled in my street.");
        await Post(server.Nobody(), Held, 5, "Buy the best carpets of the whole city at our shop.");
        var sale = await Post(server.Nobody(), Held, 6, "Come to the sale, everything must go today.");
        var author = (string)sale["comment"]!["author"]!["id"]!;
        Names["k-0Zr1aB2cD3eF4gH5iJ6"] = author;
        var warned = await Moderator.Post($"{Root}/authors/{author}/sanctions", new { kind = "warn", reason = "spam" });
        Names["s-3Vb7nMk9"] = (string)warned.Body!["id"]!;
        var entries = (await Moderator.Get($"{Root}/queues/pending")).Body!["entries"]!.AsArray();
        Names["MDE5OWQ0YTI3YzExN2UwNTljMWEzZjZiMmE5ZDBjMDQKMQpwb3N0LTEyMzU"] =
            (string)entries.Single(entry => (string)entry!["comment"]!["id"]! == Id(4))!["entry"]!;
        var (outcome, reason) = ("reject", "off-topic");
        var reject = new { article = Article, commentId = Id(2), revision = 1, outcome, reason };
        var decided = await Moderator.Post($"{Root}/decisions", new { decisions = new[] { reject } });
        Assert.True((bool)decided.Body!["results"]![0]!["ok"]!);
    }

    private static async Task<JsonNode> Post(
        Person person, string article, int number, string text, string name = "A reader")
    {
        var comment = new { id = Id(number), text, author = new { name } };
        var posted = await person.Post($"{Root}/threads/{article}/comments", comment);
        Assert.Equal(201, posted.Status);
        return posted.Body!;
    }

    private static string Id(int number) => $"0199d4a2-7c11-7e05-9c1a-3f6b2a9d0c{number:D2}";
}
