using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Readers cannot appear as the people of the site, and learn nothing of with what these sign in.</summary>
public sealed class StaffNameTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static int sites;

    public static TheoryData<string> LookAlikes =>
    [
        "Defne Aydın", "defne aydin", "DEFNE AYDIN", "DEFNE AYDİN", "Defne Aydın (Editor)", "Aydın Defne", "Aydın, Defne", "@Defne Aydın", "Defne Aydın ✔", "Defne  Aydin.",
        "DefneAydın", "AydinDefne", "Defnе Aydın", "Ꭰefne Aydın", "D3fne Ayd1n", "D.e.f.n.e A.y.d.ı.n", "d e f n e aydin", "Defne Aydın 2", "Defne Aydın2", "Defne Aydın Moderator",
        "Moderatör Defne Aydın", "edîtor Defne Aydın", "Editor-in-Chief Defne Aydın", "Defne Aydın, Yönetici", "The Real Defne Aydın", "Official Defne Aydin", "Defne Aydın Official Team",
        "Defnee Aydınn", "DefneAydınEditor", "AdminDefneAydın", "ModeratorAydinDefne", "Resmi Defne Aydın hesabı", "Ｄｅｆｎｅ Ａｙｄıｎ", "Defne\u200b Aydın", "Defne Aydın (staff, News)",
        "Defne News Aydın Editor",
    ];

    public static TheoryData<string> Offices =>
    [
        "admin", "Admin", "adrnin", "@admin", "аdmin", "a d m i n", "ADMİN", "admın", "4dm1n", "admin2", "Administrator", "Moderator", "Rnoderator", "rnoderator", "Staff", "5taff", "STAFF",
        "Editor", "Edltor", "The Editor", "Site Admin", "SiteAdmin", "Admin Team", "Moderator Team", "Support", "Official Support", "Editör", "Yönetici", "yonetici", "Moderatör", "Edîtor", "Rêveber",
        "reveber", "NatComments", "Nat Comments", "natcomments official", "News", "News Editor", "Official News", "ne vv s", "nevvs admin", "Admin.", "__admin__", "✔ Admin", "Moderator 4821",
    ];

    public static TheoryData<string> Ordinary =>
    [
        "Defne", "Aydın", "Defne Yılmaz", "Ali Aydın", "Adnan", "Admira", "Edit", "Editha", "Modesty", "Root Beer", "Stafford", "Ayşe", "Zelal", "Berfîn", "Real", "Gerçek", "Team", "Dr Ali", "Serdar",
        "Newsha", "Newsreader", "Systemli", "Nobody", "Ali 2", "Readerine", "Ahmet Yazaroğlu", "Destan", "مريم", "12345", "Defne A", "Owner of a cat", "Authora", "Natasha",
    ];

    [Theory]
    [MemberData(nameof(LookAlikes))]
    public void A_name_that_passes_for_a_colleagues_is_kept(string name) => Assert.True(Kept(name), name);

    [Theory]
    [MemberData(nameof(Offices))]
    public void A_name_that_passes_for_an_office_or_the_site_is_kept(string name) => Assert.True(Kept(name), name);

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void An_ordinary_name_is_free(string name) => Assert.False(Kept(name), name);

    [Fact]
    public void The_longest_name_of_offices_is_looked_at_in_a_moment()
    {
        var name = string.Concat(Enumerable.Repeat("modadmin", 7)) + "xyz";
        var started = TimeProvider.System.GetTimestamp();

        Assert.False(Kept(name));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 0, 1_000);
    }

    [Fact]
    public async Task A_public_name_is_kept_on_the_sites_of_its_owner_from_the_first_moment_and_a_sign_in_name_nowhere()
    {
        var (site, other) = (await Site(), await Site());
        Assert.Equal(201, await Post(site, "Rojda Kaya"));
        var admin = await server.Somebody(Role.Administrator, site);

        var invited = (await admin.Post($"/api/v1/sites/{site}/people", new { name = "Berfin Demir", role = "moderator" })).Body!;

        Assert.Equal(409, await Post(site, "Berfin Demir"));
        Assert.Equal(409, await Post(site, "Demir Berfin, Editor"));
        Assert.Equal(201, await Post(other, "Berfin Demir"));
        Assert.Equal(201, await Post(site, (string)invited["signInName"]! + " x"));
        await server.Get<AccountStore>().Add("zeynep.k", site, Role.Moderator, publicName: "Moderator 7");
        Assert.Equal((201, 201), (await Post(site, "zeynep.k"), await Post(other, "zeynep.k")));
        Assert.Equal((401, 401), ((await server.Nobody().SignIn("zeynep.k", "guess guess guess")).Status, (await server.Nobody().SignIn("nobody.k", "guess guess guess")).Status));
    }

    [Fact]
    public async Task Somebody_chooses_another_public_name_which_colleagues_and_readers_then_meet()
    {
        var site = await Site();
        var (ada, bora) = (await server.Somebody(Role.Moderator, site), await server.Somebody(Role.Moderator, site));
        Assert.Equal(204, (await bora.Put("/api/v1/account", new { publicName = "Bora Tan" })).Status);

        Assert.Equal("name-of-sign-in", (await ada.Put("/api/v1/account", new { publicName = ada.Name.ToUpperInvariant() })).Code);
        Assert.Equal("invalid-name", (await ada.Put("/api/v1/account", new { publicName = " " })).Code);
        Assert.Equal("name-taken", (await ada.Put("/api/v1/account", new { publicName = "Tan Bora" })).Code);
        Assert.Equal(204, (await ada.Put("/api/v1/account", new { publicName = "Ada Su" })).Status);

        Assert.Equal(409, await Post(site, "Ada Su"));
        var session = (await ada.Get("/api/v1/session")).Body!;
        Assert.Equal((ada.Name, "Ada Su"), ((string)session["name"]!, (string)session["publicName"]!));
        var people = (await bora.Get($"/api/v1/sites/{site}/people")).Body!;
        Assert.Contains("Ada Su", people.ToJsonString());
        Assert.DoesNotContain(ada.Name, people.ToJsonString());
    }

    [Fact]
    public async Task Many_who_post_at_once_after_the_names_have_aged_all_get_their_answer()
    {
        var site = await Site();
        var names = server.Get<StaffNames>();

        var kept = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            if (i % 50 == 0)
            {
                await server.Get<AccountStore>().Add($"{site}-{i}", site, Role.Moderator, publicName: $"Colleague {(char)('A' + (i / 50))}zade");
            }

            return await names.Keeps(site, "Moderator");
        }));

        Assert.All(kept, Assert.True);
        Assert.True(await names.Keeps(site, "Colleague Azade"));
    }

    private static bool Kept(string name) => new KeptNames(["Defne Aydın"], ["News"]).Contain(name);

    private async Task<string> Site()
    {
        var id = $"names-{Interlocked.Increment(ref sites)}";
        await server.Get<SiteDirectory>().Add(id, "News About Turkey");
        return id;
    }

    private async Task<int> Post(string site, string name) =>
        (await server.Nobody().Post($"/api/v1/sites/{site}/threads/{server.Article()}/comments", new { text = "A comment", author = new { name } })).Status;
}
