using System.CommandLine;
using NatComments.Core.Audit;
using NatComments.Server.Accounts;

namespace NatComments.Server.CommandLine;

/// <summary>
/// What an operator does with the people who moderate: list them, let somebody in anew who lost password or second
/// factor, disable and enable.
/// </summary>
internal static class ModeratorCommands
{
    public static Command List(Option<string> data)
    {
        var list = new Command("list", "Lists the accounts with their roles. Example: moderator list");
        list.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, async context =>
        {
            foreach (var account in (await context.Accounts.All(stop)).OrderBy(account => account.Name, StringComparer.OrdinalIgnoreCase))
            {
                CommandContext.Say($"{account.Name}\t{account.PublicName}\t{Roles(account)}\t{State(account)}");
            }

            return 0;
        }));
        return list;
    }

    public static Command Reset(Option<string> data) => Of(
        data,
        "reset",
        "Lets somebody in anew: password, second factor, sessions and tokens end, and a one-time password is printed. "
        + "Example: moderator reset defne",
        async (context, account) =>
        {
            var (_, password) = await context.Accounts.Reset(account.Id, new(AuditKinds.InvitationMade, AuditMakers.CommandLine, account.Id));
            CommandContext.Say(OneTime(account.Name, password));
            return account.Disabled
                ? CommandContext.Say($"The account is disabled. Let it in again: moderator enable {account.Name}")
                : 0;
        });

    public static Command Disable(Option<string> data) => Of(
        data,
        "disable",
        "Lets an account in no more, at once, nor its sessions and tokens. Example: moderator disable defne",
        (context, account) => Set(context, account, disabled: true));

    public static Command Enable(Option<string> data) => Of(
        data,
        "enable",
        "Lets a disabled account in again. Example: moderator enable defne",
        (context, account) => Set(context, account, disabled: false));

    /// <summary>How somebody is told of their one-time password.</summary>
    public static string OneTime(string name, string password) =>
        $"{name} signs in with the password {password} until they have set one of their own, "
        + $"at most {AccountStore.OneTimeLasts.TotalDays:0} days.";

    private static async Task<int> Set(CommandContext context, Account account, bool disabled)
    {
        var after = await context.Accounts.SetDisabled(account.Id, disabled, AuditMakers.CommandLine);
        return after?.Disabled != disabled ? CommandContext.Fail($"{account.Name} is the last administrator. Make another one first.")
            : disabled ? CommandContext.Say($"{account.Name} is disabled. Let them in again: moderator enable {account.Name}")
            : CommandContext.Say($"{account.Name} may sign in again.");
    }

    private static Command Of(Option<string> data, string verb, string description, Func<CommandContext, Account, Task<int>> run)
    {
        var name = new Argument<string>("NAME") { Description = "The name with which they sign in." };
        var command = new Command(verb, description) { name };
        command.SetAction((args, _) => CommandContext.Open(args.GetValue(data)!, async context =>
            await context.Accounts.FindByName(args.GetValue(name)!.Trim()) is { } account
                ? await run(context, account)
                : CommandContext.Fail($"There is no account {args.GetValue(name)}. All are shown by: moderator list")));
        return command;
    }

    private static string Roles(Account account) => account.Roles.Count == 0
        ? "no role"
        : string.Join(", ", account.Roles.Select(role =>
            $"{AccountStore.Word(role.Value)} on {(role.Key == Account.EverySite ? "every site" : role.Key)}"));

    private static string State(Account account) => string.Join(", ", ((string?[])
    [
        account.Disabled ? "disabled" : null,
        account.PasswordHash is null ? "no password yet" : null,
        account.TotpSecret is null ? "no second factor" : null,
    ]).OfType<string>().DefaultIfEmpty("active"));
}
