using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NatComments.Tests.Endpoints;

/// <summary>What a server writes into its log as errors.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    /// <summary>The lines, in the order in which they came.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{name}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
