namespace NatComments.Server.Configuration;

/// <summary>The server cannot start; the message says what to change.</summary>
public sealed class StartException(string message) : Exception(message);
