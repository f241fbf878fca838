using Microsoft.Extensions.Time.Testing;

namespace NatComments.Tests.Grains;

/// <summary>A clock that stands still at noon of a day in March until a test moves it; timers fire as it passes them.</summary>
internal sealed class TestClock() : FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
