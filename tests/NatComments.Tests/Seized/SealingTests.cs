using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.CommandLine;
using NatComments.Server.Configuration;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Seized;

/// <summary>Secrets in the store are sealed with a key that is not in it: whoever has the data alone has none of them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SealingTests : IDisposable
{
    private const string SharedSecret = "a-shared-secret-of-the-site-and-its-readers";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string KeyFile => Data + SealingKeySource.Ending;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_secret_lies_open_in_the_data_and_the_key_lies_beside_it_for_its_owner_only()
    {
        var secrets = new List<byte[]>();
        await using (var server = await RunningServer.Start(Data))
        {
            await SetSharedSecret(server);
            secrets.Add(Encoding.UTF8.GetBytes(SharedSecret));
            secrets.Add(Encoding.UTF8.GetBytes(await PrepareSecondFactor(server)));
            secrets.Add((await Store(server).ReadDocument(Commit.ServerPartition, Sealing.Root))!);
            Assert.All(secrets, secret => Assert.False(Files.Holds(Data, secret)));
        }

        Assert.All(secrets, secret => Assert.False(Files.Holds(Data, secret)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.False(Files.Holds(Data, Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(KeyFile)).Trim())));
    }

    [Fact]
    public async Task A_database_that_was_kept_open_is_sealed_at_the_first_start_and_its_open_bytes_go()
    {
        var root = RandomNumberGenerator.GetBytes(32);
        string totp;
        await using (var open = SqliteStore.Open(ChosenStore.FileIn(Data)))
        {
            await open.TryCommit(new(Commit.ServerPartition, null, [new(Sealing.Root, root)], [], []));
            await new SiteDirectory(open, TimeProvider.System).Add("demo", "Demo");
            var audit = new AuditLog(open, TimeProvider.System);
            var accounts = new AccountStore(open, audit, TimeProvider.System);
            var (account, _) = (await accounts.Add("admin", Account.EverySite, Role.Administrator))!.Value;
            await new PersonalTokens(open, audit, accounts, new UsedDays(open, TimeProvider.System), TimeProvider.System).Add(account, RunningServer.AdminToken, "test", null, AuditMakers.CommandLine);
            totp = await new SecondFactor(open, accounts, TimeProvider.System).Prepare(account);
            await new SiteReaders(open, audit, TimeProvider.System).Save("demo", new([], [new("k1", "HS256", SharedSecret)]), account.Id);
        }

        byte[][] secrets = [root, Encoding.UTF8.GetBytes(totp), Encoding.UTF8.GetBytes(SharedSecret)];
        Assert.All(secrets, secret => Assert.True(Files.Holds(Data, secret)));

        await using var server = await RunningServer.Start(Data);

        Assert.Equal(root, await Store(server).ReadDocument(Commit.ServerPartition, Sealing.Root));
        Assert.Equal(totp, (await server.Services.GetRequiredService<AccountStore>().FindByName("admin"))!.TotpPending);
        Assert.Equal(SharedSecret, (await server.Services.GetRequiredService<SiteReaders>().Of("demo")).SignOn.Single().Key);
        using var admin = server.Admin();
        Assert.True((await admin.GetAsync("/api/v1/sites/demo/reader-settings")).IsSuccessStatusCode);
        await HostQuestions.Until(() => Task.FromResult(!secrets.Any(secret => Files.Holds(Data, secret))));
        Assert.Empty((await Verify(server, Commit.ServerPartition)).Faults);
        Assert.Equal(3, (await Verify(server, Commit.ServerPartition)).KeyedFrom - 1);
    }

    [Fact]
    public async Task Without_the_key_or_with_another_one_the_server_does_not_start_and_says_what_to_do()
    {
        await using (await RunningServer.Start(Data))
        {
        }

        var id = SealingKeys.IdOf(Convert.FromBase64String((await File.ReadAllTextAsync(KeyFile)).Trim()));
        File.Move(KeyFile, _folder.File("kept"));
        var missing = await Assert.ThrowsAsync<StartException>(() => RunningServer.Start(Data));
        Assert.Contains(id, missing.Message);
        Assert.Contains(KeyFile, missing.Message);
        Assert.False(File.Exists(KeyFile));

        var other = SealingKeys.New();
        var wrong = await Assert.ThrowsAsync<StartException>(() => RunningServer.Start(Data, "--NatComments:SealingKey", other));
        Assert.Contains(id, wrong.Message);
        Assert.DoesNotContain(other, wrong.Message);
        var unreadable = await Assert.ThrowsAsync<StartException>(() => RunningServer.Start(Data, "--NatComments:SealingKey", "not a key"));
        Assert.Contains("openssl rand -base64 32", unreadable.Message);

        await using var again = await RunningServer.Start(Data, "--NatComments:SealingKeyFile", _folder.File("kept"));
        Assert.Equal("demo", (await again.Page("a")).Text("site"));
    }

    [Fact]
    public async Task A_box_opens_only_where_it_was_sealed()
    {
        await using var server = await RunningServer.Start(Data);
        var accounts = server.Services.GetRequiredService<AccountStore>();
        var (mine, _) = (await accounts.Add("mine", "demo", Role.Moderator))!.Value;
        var admin = (await accounts.FindByName("admin"))!;
        var bare = Store(server).Inner;
        var box = await bare.ReadDocument(Commit.ServerPartition, "account/id/" + admin.Id);

        await bare.TryCommit(new(Commit.ServerPartition, null, [new("account/id/" + mine.Id, box)], [], []));

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await accounts.Find(mine.Id));
        Assert.Equal("store-sealed", refused.Code);
    }

    [Fact]
    public async Task A_second_machine_over_one_redis_needs_the_same_key()
    {
        using var redis = new RedisServer();
        await using var first = await Node.Start(redis);

        var other = SealingKeys.New();
        var refused = await Assert.ThrowsAsync<StartException>(() => Node.Start(redis.Connection, "--NatComments:SealingKey", other));

        Assert.Contains("the same key", refused.Message);
        await using var second = await Node.Start(redis);
        await second.Post("a", "Words");
    }

    [Fact]
    public async Task A_key_is_changed_while_the_server_goes_on_and_the_old_one_can_be_thrown_away()
    {
        await using (var server = await RunningServer.Start(Data))
        {
            await SetSharedSecret(server);
            var totp = await PrepareSecondFactor(server);
            var old = (await File.ReadAllTextAsync(KeyFile)).Trim();

            Assert.Equal(0, await Commands.Run(["secrets", "rotate", "--data", Data]));

            // The running server reads what was sealed anew, and seals with the new key itself.
            Assert.Equal(totp, (await server.Services.GetRequiredService<AccountStore>().FindByName("admin"))!.TotpPending);
            await server.Services.GetRequiredService<AccountStore>().Add("late", "demo", Role.Moderator);
            Assert.Equal(0, await Commands.Run(["secrets", "prune", "--data", Data]));
            Assert.DoesNotContain(old, await File.ReadAllTextAsync(KeyFile));
            Assert.Single(SealingKeySource.Lines(KeyFile));
            await SetSharedSecret(server);
        }

        await using var again = await RunningServer.Start(Data);
        Assert.Equal(SharedSecret, (await again.Services.GetRequiredService<SiteReaders>().Of("demo")).SignOn.Single().Key);
        Assert.NotNull(await again.Services.GetRequiredService<AccountStore>().FindByName("late"));
        Assert.Empty((await Verify(again, Commit.ServerPartition)).Faults);
        Assert.Empty((await Verify(again, "demo")).Faults);
    }

    [Fact]
    public async Task An_interrupted_change_of_keys_goes_on_with_the_key_that_was_begun()
    {
        await using (var server = await RunningServer.Start(Data))
        {
            await SetSharedSecret(server);
        }

        // As an interruption leaves it: the new key is in the file, one secret is sealed with it.
        Assert.Equal(0, await Commands.Run(["secrets", "add", "--data", Data]));
        await using (var server = await RunningServer.Start(Data))
        {
            await PrepareSecondFactor(server);
        }

        Assert.Equal(0, await Commands.Run(["secrets", "rotate", "--data", Data]));

        Assert.Equal(2, SealingKeySource.Lines(KeyFile).Count);
        Assert.Equal(0, await Commands.Run(["secrets", "prune", "--data", Data]));
        await using var again = await RunningServer.Start(Data);
        Assert.Equal(SharedSecret, (await again.Services.GetRequiredService<SiteReaders>().Of("demo")).SignOn.Single().Key);
    }

    [Fact]
    public async Task A_key_in_a_setting_is_changed_by_putting_the_new_one_before_it()
    {
        var (old, next) = (SealingKeys.New(), SealingKeys.New());
        await using (var server = await RunningServer.Start(Data, "--NatComments:SealingKey", old))
        {
            await SetSharedSecret(server);
        }

        Assert.False(File.Exists(KeyFile));
        var options = new StorageOptions { Data = Data, SealingKey = $"{next},{old}" };
        await using (var store = await ChosenStore.Open(options))
        {
            await AuditKeyStore.Load(store);
            Assert.True(await Sealing.Renew(store, null, default) > 2);
        }

        await using var again = await RunningServer.Start(Data, "--NatComments:SealingKey", next);
        Assert.Equal(SharedSecret, (await again.Services.GetRequiredService<SiteReaders>().Of("demo")).SignOn.Single().Key);
        Assert.Empty((await Verify(again, "demo")).Faults);
    }

    [Fact]
    public async Task The_credential_of_systemd_is_taken_before_a_file_beside_the_data()
    {
        var credentials = Directory.CreateDirectory(_folder.File("credentials")).FullName;
        await File.WriteAllTextAsync(Path.Combine(credentials, SealingKeySource.Credential), SealingKeys.New() + "\n");
        Directory.CreateDirectory(Data);

        await using (var server = await ServerProcess.Start(typeof(NatComments.Server.Program).Assembly, Data, [], [("CREDENTIALS_DIRECTORY", credentials)]))
        {
            using var http = new HttpClient();
            Assert.True((await http.GetAsync(server.Url + "/api/v1/sites/demo/threads/a")).IsSuccessStatusCode);
        }

        Assert.False(File.Exists(KeyFile));
    }

    private static SealedStore Store(RunningServer server) => server.Services.GetRequiredService<SealedStore>();

    private static Task<AuditFindings> Verify(RunningServer server, string partition) =>
        new AuditVerifier(Store(server), server.Services.GetRequiredService<AuditKeys>()).Verify(partition);

    private static async Task<string> PrepareSecondFactor(RunningServer server) =>
        await server.Services.GetRequiredService<SecondFactor>().Prepare((await server.Services.GetRequiredService<AccountStore>().FindByName("admin"))!);

    private static async Task SetSharedSecret(RunningServer server)
    {
        using var admin = server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/demo/reader-settings", new { origins = Array.Empty<string>(), signOn = new[] { new { kid = "k1", algorithm = "HS256", key = SharedSecret } } })).EnsureSuccessStatusCode();
        Assert.Equal("(kept)", (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/reader-settings")).Items("signOn").Single().Text("key"));
    }
}
