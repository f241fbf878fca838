namespace NatComments.Server.Storage;

/// <summary>
/// Held by the server that serves a data folder. Two servers over one folder would each keep threads in memory and show old pages; commands beside a
/// running server do not need it. The system lets go of it when the process ends, however it ends.
/// </summary>
public sealed class ServingLock : IDisposable
{
    private const string Name = "natcomments.lock";

    private readonly FileStream? _file;

    private ServingLock(FileStream? file) => _file = file;

    /// <summary>Takes it for the data folder of the settings. Over Redis several servers may run, and nothing is taken.</summary>
    /// <exception cref="StoreOpenException">Another server holds it (<c>store-in-use</c>), or the folder cannot be written to.</exception>
    public static ServingLock Take(StorageOptions options)
    {
        if (options.UsesRedis)
        {
            return new(null);
        }

        var folder = Path.GetFullPath(options.Data);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException("store-read-only", $"The folder {folder} cannot be made. {e.Message}", e);
        }

        try
        {
            return new(new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreOpenException("store-read-only", $"The folder {folder} cannot be written to. Let this user write there.", e);
        }
        catch (IOException e)
        {
            throw new StoreOpenException(
                "store-in-use", $"Another server is running over {folder}. Stop it, or choose another folder with --data FOLDER.", e);
        }
    }

    /// <summary>True when a server runs over the data folder of the settings.</summary>
    public static bool IsHeld(StorageOptions options)
    {
        var file = Path.Combine(Path.GetFullPath(options.Data), Name);
        try
        {
            // Shared with other commands that ask, and for a moment only.
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException)
        {
            return File.Exists(file);
        }
        catch (UnauthorizedAccessException)
        {
            // Another account's server may: it is waited for in vain then, and the command says so.
            return true;
        }
    }

    public void Dispose() => _file?.Dispose();
}
