using NatComments.Server.Storage;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>Two servers over one data folder would show each other's readers old pages.</summary>
public sealed class SecondServerTests
{
    [Fact]
    [Trait("Report", "14d")]
    public async Task A_second_server_over_the_same_folder_does_not_start_and_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await using (await RunningServer.Start(folder.FullName))
        {
            var refused = await Assert.ThrowsAsync<StoreOpenException>(() => RunningServer.Start(folder.FullName));

            Assert.Equal("store-in-use", refused.Code);
            Assert.Contains(folder.FullName, refused.Message);
        }

        await using var next = await RunningServer.Start(folder.FullName);
        Assert.Equal(0, (await next.Page("post-1")).Number("count"));
    }

    [Fact]
    [Trait("Report", "14d")]
    public async Task A_server_that_was_killed_leaves_the_folder_free()
    {
        using var folder = new TemporaryFolder();
        await using (var killed = await ServerProcess.Start(folder.FullName))
        {
            killed.Kill();
        }

        await using var next = await RunningServer.Start(folder.FullName);
        Assert.Equal(0, (await next.Page("post-1")).Number("count"));
    }
}
