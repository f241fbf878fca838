using System.Text;
using NatComments.Server.CommandLine;

namespace NatComments.Tests.Interchange;

/// <summary>Runs commands in this process, with what each says: its console is that of its own flow of calls, however many run at once.</summary>
internal static class CommandOutput
{
    private static readonly AsyncLocal<TextWriter?> Current = new();
    private static readonly Lock Once = new();
    private static bool _isSet;

    public static async Task<(int Code, string Said)> Run(params string[] arguments)
    {
        lock (Once)
        {
            if (!_isSet)
            {
                Console.SetOut(new Fork(Console.Out));
                Console.SetError(new Fork(Console.Error));
                _isSet = true;
            }
        }

        var said = new StringWriter();
        Current.Value = TextWriter.Synchronized(said);
        try
        {
            return (await Commands.Run(arguments), said.ToString());
        }
        finally
        {
            Current.Value = null;
        }
    }

    private sealed class Fork(TextWriter otherwise) : TextWriter
    {
        public override Encoding Encoding => otherwise.Encoding;

        public override void Write(char value) => (Current.Value ?? otherwise).Write(value);

        public override void Write(string? value) => (Current.Value ?? otherwise).Write(value);

        public override void WriteLine(string? value) => (Current.Value ?? otherwise).WriteLine(value);
    }
}
