using Microsoft.Extensions.Options;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Configuration;
using NatComments.Server.Sites;
using NatComments.Server.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>What a command works with: the store of a data folder or the Redis that the settings name, beside a server that may be running over the same.</summary>
internal sealed record CommandContext(
    SealedStore Store, SiteDirectory Sites, AccountStore Accounts, PersonalTokens Tokens, ApiKeys ApiKeys, AuditLog Audit, AuditKeys AuditKeys, StorageOptions Settings)
{
    /// <summary>Opens the store, runs the command, closes the store. Failures to open are told in words; the exit code is then 1.</summary>
    public static Task<int> Open(string data, Func<CommandContext, Task<int>> command) => Told(async () =>
    {
        var settings = Options(data);
        await using var store = await ChosenStore.Open(settings);
        var keys = await AuditKeyStore.Load(store);
        var audit = new AuditLog(store, TimeProvider.System, keys);
        var accounts = new AccountStore(store, audit, TimeProvider.System);
        var days = new UsedDays(store, TimeProvider.System);
        var tokens = new PersonalTokens(store, audit, accounts, days, TimeProvider.System);
        var apiKeys = new ApiKeys(store, audit, days, TimeProvider.System);
        return await command(new(store, new SiteDirectory(store, TimeProvider.System), accounts, tokens, apiKeys, audit, keys, settings));
    });

    /// <summary>Runs a command. Failures of stores are told in words; the exit code is then 1.</summary>
    public static async Task<int> Told(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (StartException e)
        {
            return Fail(e.Message);
        }
        catch (OptionsValidationException e)
        {
            return Fail(e.Message);
        }
        catch (StoreOpenException e)
        {
            return Fail($"The database could not be opened ({e.Code}). {e.Message}");
        }
        catch (StoreUnavailableException e)
        {
            return Fail($"The database does not answer ({e.Code}). {e.Message}");
        }
    }

    /// <summary>
    /// The settings that a server started here would have: the file beside it and the environment, and this data folder.
    /// </summary>
    public static StorageOptions Options(string data)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var options = FeatureOptions.Read<StorageOptions>(configuration);
        options.Data = data;
        return options;
    }

    public static int Say(string words)
    {
        Console.WriteLine(words);
        return 0;
    }

    public static int Fail(string words)
    {
        Console.Error.WriteLine(words);
        return 1;
    }
}
