using Microsoft.Extensions.Time.Testing;

namespace NatComments.Tests.Grains;

/// <summary>A clock that stands still at noon of a day in March until a test moves it; timers fire as it passes them.</summary>
internal sealed class TestClock() : FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>
    /// The time is another one, and no timer between fires: for days that only pass. A server whose clock is advanced by half a year runs
    /// every timer of it, which is three minutes of work.
    /// </summary>
    public void Jump(TimeSpan by) => AdjustTime(GetUtcNow() + by);
}
