using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Moderation;

namespace NatComments.Server.Statistics;

/// <summary>How a site is doing: what came in, what waits, how long it took, how much the policy decided, how often decisions were overturned.</summary>
internal static class StatisticsEndpoints
{
    private const int DefaultDays = 30;
    private const int MaxDays = 90;
    private const int Hours = 48;

    /// <summary>Adds the JSON of statistics.</summary>
    public static IServiceCollection AddStatistics(this IServiceCollection services) => services.AddJson(StatisticsWireJson.Default);

    /// <summary>Maps the endpoint.</summary>
    public static void MapStatistics(this IEndpointRouteBuilder app) =>
        app.MapApi("/api/v1/sites/{site}/statistics", "Moderator").MapGet("", Read)
            .WithName("readStatistics")
            .RequireRole(Role.Auditor)
            .WithSummary("Inflow, waiting, time to decision, share decided by policy, overturned, agreement")
            .WithDescription("Per moderator only one's own, and everybody's for administrators.");

    private static async Task<Results<Ok<StatisticsReply>, Refusal>> Read(
        string site, ClaimsPrincipal user, IStore store, QueueReader queues, People people, TimeProvider clock,
        CancellationToken stop,
        [Description("How many days, today the last.")] [Range(1, MaxDays)] int days = DefaultDays)
    {
        if (days is < 1 or > MaxDays)
        {
            return new Refusal(Problems.InvalidRequest, $"days is 1 to {MaxDays}.");
        }

        var now = clock.GetUtcNow();
        var dates = Enumerable.Range(0, days).Select(ago => now.AddDays(ago + 1 - days)).ToList();
        var daily = await Table(store, site, dates, SiteStatistics.Daily, SiteStatistics.OfDay, stop);
        var hours = Enumerable.Range(0, Hours).Select(ago => now.AddHours(ago + 1 - Hours)).ToList();
        var hourly = await Table(store, site, hours, SiteStatistics.Hourly, SiteStatistics.OfHour, stop);
        var waits = await store.ReadCounters(site, [.. dates.SelectMany(day => Enumerable.Range(0, SiteStatistics.WaitSteps).Select(step => SiteStatistics.OfWait(day, step)))], stop);
        long Sum(string what) => daily.Sum(row => row[what]);
        var stepsOf = waits.Chunk(SiteStatistics.WaitSteps).ToList();
        var steps = Enumerable.Range(0, SiteStatistics.WaitSteps).Select(step => stepsOf.Sum(day => day[step])).ToList();
        var (byPolicy, byPeople) = (Sum("policy-published") + Sum("policy-rejected"), Sum("decided"));
        return TypedResults.Ok(new StatisticsReply(
            [.. dates.Zip(daily, stepsOf).Select(day => new PeriodReply(Start(day.First, "yyyy-MM-dd"), day.Second)
            {
                MedianSeconds = Quantile(day.Third, 0.5),
                P90Seconds = Quantile(day.Third, 0.9),
            })],
            [.. hours.Zip(hourly, (hour, counts) => new PeriodReply(Start(hour, "yyyy-MM-dd'T'HH':00:00Z'"), counts))],
            await queues.All(site, stop),
            Quantile(steps, 0.5),
            Quantile(steps, 0.9),
            Share(byPolicy, byPolicy + byPeople),
            Share(Sum("overturned"), Sum("overturned") + Sum("upheld")),
            Share(Sum("agreed"), Sum("agreed") + Sum("disagreed")),
            await Moderators(user.Account(), site, dates, store, people, stop)));
    }

    private static async Task<IReadOnlyList<ModeratorStatisticsReply>> Moderators(
        Account me, string site, List<DateTimeOffset> dates, IStore store, People people, CancellationToken stop)
    {
        var shown = me.RoleOn(site) == Role.Administrator ? await people.On(site, stop) : [me];
        string[] what = ["decided", "overturned", "undone"];
        var replies = new List<ModeratorStatisticsReply>(shown.Count);
        foreach (var moderator in shown.Where(account => account.RoleOn(site) >= Role.Moderator))
        {
            var counts = await store.ReadCounters(site, [.. what.SelectMany(w => dates.Select(day => SiteStatistics.OfModerator(day, moderator.Id, w)))], stop);
            long Of(int at) => counts.AsSpan(at * dates.Count, dates.Count).ToArray().Sum();
            replies.Add(new(moderator.Id, moderator.Name, Of(0), Of(1), Of(2)));
        }

        return replies;
    }

    private static async Task<List<Dictionary<string, long>>> Table(
        IStore store, string site, List<DateTimeOffset> times, IReadOnlyList<string> what,
        Func<DateTimeOffset, string, string> counter, CancellationToken stop)
    {
        var counts = await store.ReadCounters(site, [.. times.SelectMany(time => what.Select(w => counter(time, w)))], stop);
        return [.. times.Select((_, row) => what.Select((w, column) => (w, counts[(row * what.Count) + column])).ToDictionary(pair => pair.w, pair => pair.Item2))];
    }

    private static double? Quantile(IReadOnlyList<long> steps, double share)
    {
        var left = (long)Math.Ceiling(steps.Sum() * share);
        for (var step = 0; step < steps.Count && left > 0; step++)
        {
            left -= steps[step];
            if (left <= 0)
            {
                // The middle of the step, so that it is as often too much as too little.
                return Math.Round(SiteStatistics.WaitOf(step).TotalSeconds / (step == 0 ? 2 : 1.1), 1);
            }
        }

        return null;
    }

    private static string Start(DateTimeOffset at, string format) =>
        at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static double? Share(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}
