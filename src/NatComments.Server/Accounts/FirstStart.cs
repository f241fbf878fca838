using Microsoft.Extensions.Options;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>
/// What happens when the server is started over an empty store: the site <c>demo</c> and the first administrator are
/// made. At every start it says where things are.
/// </summary>
public static partial class FirstStart
{
    public const string DemoSite = "demo";
    public const string Administrator = "admin";

    /// <summary>Makes what is missing, and writes for the person at the screen where to go.</summary>
    public static async Task Greet(WebApplication app, TextWriter to)
    {
        var root = app.Urls.FirstOrDefault()?.Replace("[::]", "localhost").Replace("0.0.0.0", "localhost") ?? WebServer.DefaultUrl;
        var (options, store) = (app.Services.GetRequiredService<IOptions<StorageOptions>>().Value, app.Services.GetRequiredService<IStore>());
        var signIn = await Prepare(app.Services);
        await to.WriteLineAsync($"""

            NatComments is running, with its data in {ChosenStore.Where(store, options)}
              an article with comments   {root}/demo/index.html
              the moderators' console    {root}/console/
              the API, and a page to try it   {root}/openapi
            """);
        foreach (var warning in ChosenStore.Warnings(store))
        {
            await to.WriteLineAsync($"  Note on Redis: {warning}");
        }

        if (app.Services.GetRequiredService<SealedStore>().Keys is { IsNew: true, Source: var file })
        {
            await to.WriteLineAsync($"""

                Secrets in the data are sealed with a key that was just made:
                  {file}
                Keep a copy of it elsewhere, and not with the backups: without it they cannot be opened, with it alone nothing can.
                """);
        }

        if (signIn is not null)
        {
            await to.WriteLineAsync($"""

                No administrator has a password yet. Sign in to the console, then set a password of your own:
                  name      {signIn.Name}
                  password  {signIn.Password}   (works until a password is set or the server is started again, at most {AccountStore.OneTimeLasts.TotalDays:0} days)
                """);
        }

        await to.FlushAsync();
    }

    /// <summary>
    /// Makes the demo site and the first administrator if there are none. The sign-in for an administrator while none
    /// of the server has a password, fresh at each start; else null.
    /// </summary>
    public static async Task<FirstSignIn?> Prepare(IServiceProvider services)
    {
        var (sites, accounts, options) = (services.GetRequiredService<SiteDirectory>(), services.GetRequiredService<AccountStore>(), services.GetRequiredService<IOptions<AccountOptions>>().Value);
        if (!await accounts.AreNone())
        {
            return await SignInAgain(accounts);
        }

        await sites.Add(DemoSite, "Demo");
        if (await accounts.Add(Administrator, Account.EverySite, Role.Administrator, AuditMakers.FirstStart) is not var (account, password))
        {
            return null;
        }

        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FirstStart).FullName!);
        First(log, DemoSite, account.Id);
        if (options.SetupToken is { } token)
        {
            await services.GetRequiredService<PersonalTokens>().Add(account, token, "first start", null, AuditMakers.FirstStart);
        }

        return new(account.Name, password);
    }

    private static async Task<FirstSignIn?> SignInAgain(AccountStore accounts)
    {
        var administrators = (await accounts.All())
            .Where(account => !account.Disabled && account.Roles.GetValueOrDefault(Account.EverySite) == Role.Administrator)
            .OrderBy(account => account.CreatedAt).ToList();
        return administrators.Count > 0 && administrators.TrueForAll(account => account.PasswordHash is null)
            && await accounts.RenewOneTime(administrators[0].Id, AuditMakers.FirstStart) is { } password
            ? new(administrators[0].Name, password)
            : null;
    }

    [LoggerMessage(
        1002,
        LogLevel.Information,
        "The first start over an empty store: site {Site} and administrator {Account} were made")]
    private static partial void First(ILogger log, string site, string account);
}

/// <summary>With what an administrator without a password signs in.</summary>
public sealed record FirstSignIn(string Name, string Password);
