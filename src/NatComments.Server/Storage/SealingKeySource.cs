using NatComments.Server.Configuration;

namespace NatComments.Server.Storage;

/// <summary>
/// Where the sealing keys are: in a setting, in a file that a setting names, in systemd's credential <c>natcomments-key</c>, or else in a file
/// beside the data folder, which the first start makes. All have one form: base64 keys, one a line or separated by commas, the newest first.
/// </summary>
public static class SealingKeySource
{
    /// <summary>The name of systemd's credential.</summary>
    public const string Credential = "natcomments-key";

    /// <summary>What the name of a file beside a data folder ends with.</summary>
    public const string Ending = ".key";

    // 16 keys: one a year for longer than anybody keeps backups.
    private const int MaxKeys = 16;

    /// <summary>The keys that the settings lead to; null when there are none yet.</summary>
    /// <exception cref="StartException">What is there cannot be read, or holds no keys.</exception>
    public static SealingKeys? Find(StorageOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.SealingKey))
        {
            return new(Parse(options.SealingKey, "The setting NatComments:SealingKey"), "the setting NatComments:SealingKey");
        }

        var file = FileOf(options);
        return File.Exists(file) ? Of(file, isNew: false) : null;
    }

    /// <summary>Makes the file with a first key, for the server's own account only. Another process that makes it at the same moment wins.</summary>
    /// <exception cref="StartException">It cannot be written there.</exception>
    public static SealingKeys Make(StorageOptions options)
    {
        var file = FileOf(options);
        try
        {
            Write(file, [SealingKeys.New()], mayReplace: false);
            return Of(file, isNew: true);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The key that seals secrets cannot be written to {file}: {e.Message} Make one (openssl rand -base64 32) and give it in NatComments__SealingKey, "
                + "or in a file that NatComments__SealingKeyFile names.");
        }

        return Of(file, isNew: false);
    }

    /// <summary>Where the keys are looked for, in words for the operator.</summary>
    public static string Where(StorageOptions options) => string.IsNullOrWhiteSpace(options.SealingKey) ? FileOf(options) : "the setting NatComments:SealingKey";

    /// <summary>The file that holds the keys, whether it is there or not; null when a setting holds them.</summary>
    public static string? WritableFile(StorageOptions options) =>
        string.IsNullOrWhiteSpace(options.SealingKey) && FileOf(options) is var file && file != CredentialFile() ? file : null;

    /// <summary>The keys of a file as they are written in it, the newest first.</summary>
    public static IReadOnlyList<string> Lines(string file) => Words(File.ReadAllText(file));

    /// <summary>Replaces a file of keys at once: whoever reads it meanwhile sees the old or the new keys whole.</summary>
    public static void Write(string file, IEnumerable<string> keys, bool mayReplace = true)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.part";
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var to = new StreamWriter(partial, mode))
            {
                foreach (var key in keys)
                {
                    to.Write(key + "\n");
                }

                to.Flush();
                ((FileStream)to.BaseStream).Flush(flushToDisk: true);
            }

            File.Move(partial, file, overwrite: mayReplace);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // A data folder that is the root of a volume has its file beside it all the same: /data and /data.key.
    private static string FileOf(StorageOptions options) =>
        !string.IsNullOrWhiteSpace(options.SealingKeyFile) ? Path.GetFullPath(options.SealingKeyFile)
        : CredentialFile() ?? Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Data)) + Ending;

    private static string? CredentialFile() =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.Combine(folder, Credential) is var file && File.Exists(file) ? file : null;

    private static SealingKeys Of(string file, bool isNew)
    {
        var read = File.GetLastWriteTimeUtc(file);
        return new(Read(file), file, () =>
        {
            // A file that is away for a moment (a mount that is replaced) changes nothing.
            var written = File.GetLastWriteTimeUtc(file);
            if (written == read || !File.Exists(file))
            {
                return null;
            }

            try
            {
                var keys = Read(file);
                read = written;
                return keys;
            }
            catch (StartException)
            {
                // Somebody has written nonsense over the keys of a running server: it goes on with those it has, and says so at its next start.
                return null;
            }
        })
        { IsNew = isNew };
    }

    private static IReadOnlyList<byte[]> Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key that seals secrets cannot be read from {file}: {e.Message}");
        }
    }

    private static IReadOnlyList<byte[]> Parse(string text, string where)
    {
        var keys = new List<byte[]>();
        foreach (var word in Words(text))
        {
            var key = new byte[SealingKeys.KeyLength + 1];
            if (!Convert.TryFromBase64String(word, key, out var length) || length != SealingKeys.KeyLength)
            {
                throw new StartException($"{where} holds something that is no key. A key is {SealingKeys.KeyLength} bytes in base64: openssl rand -base64 32");
            }

            keys.Add(key[..length]);
        }

        return keys.Count is > 0 and <= MaxKeys ? keys
            : throw new StartException($"{where} holds {keys.Count} keys; 1 to {MaxKeys} are expected. Make one with: openssl rand -base64 32");
    }

    private static IReadOnlyList<string> Words(string text) =>
        [.. text.Split('\n').Where(line => !line.TrimStart().StartsWith('#')).SelectMany(line => line.Split([' ', ',', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))];
}
