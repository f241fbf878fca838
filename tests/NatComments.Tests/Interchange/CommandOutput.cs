using System.Text;
using System.Text.Json;
using NatComments.Server.CommandLine;

namespace NatComments.Tests.Interchange;

/// <summary>Runs commands in this process, with what each says: its console is that of its own flow of calls, however many run at once.</summary>
internal static class CommandOutput
{
    private static readonly AsyncLocal<(TextWriter Words, TextWriter Errors)?> Current = new();
    private static readonly Lock Once = new();
    private static bool _isSet;

    /// <summary>What a command said, on its output and on its error stream.</summary>
    public sealed record Told(int Code, string Words, string Errors)
    {
        public string All => Words + Errors;

        public JsonElement Json => JsonDocument.Parse(Words).RootElement;

        public void Deconstruct(out int code, out string said) => (code, said) = (Code, All);
    }

    public static async Task<Told> Run(params string[] arguments)
    {
        lock (Once)
        {
            if (!_isSet)
            {
                Console.SetOut(new Fork(Console.Out, isError: false));
                Console.SetError(new Fork(Console.Error, isError: true));
                _isSet = true;
            }
        }

        var (words, errors) = (new StringWriter(), new StringWriter());
        Current.Value = (TextWriter.Synchronized(words), TextWriter.Synchronized(errors));
        try
        {
            return new(await Commands.Run(arguments), words.ToString(), errors.ToString());
        }
        finally
        {
            Current.Value = null;
        }
    }

    private sealed class Fork(TextWriter otherwise, bool isError) : TextWriter
    {
        public override Encoding Encoding => otherwise.Encoding;

        private TextWriter To => Current.Value is not { } of ? otherwise : isError ? of.Errors : of.Words;

        public override void Write(char value) => To.Write(value);

        public override void Write(string? value) => To.Write(value);

        public override void WriteLine(string? value) => To.WriteLine(value);
    }
}
