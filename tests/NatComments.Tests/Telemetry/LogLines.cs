using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NatComments.Tests.Telemetry;

/// <summary>All that a server writes into its log, with the number of each event.</summary>
internal sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<(int Id, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Category(string name, ConcurrentQueue<(int Id, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue((0, $"{name}: {state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId.Id, $"{name}: {formatter(state, exception)} {exception}"));
    }
}
