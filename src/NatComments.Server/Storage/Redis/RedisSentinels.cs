using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// Finds the servers behind sentinels: with <c>serviceName=NAME</c> in the connection string its hosts are sentinels, and the first one that knows the name says
/// where the master and its replicas are. Which of them is the master later the client finds out by itself, by asking each.
/// </summary>
internal static class RedisSentinels
{
    /// <summary>Puts the servers in the place of the sentinels.</summary>
    /// <exception cref="StoreOpenException">No sentinel answers, or none knows the name.</exception>
    public static void Resolve(ConfigurationOptions configuration)
    {
        if (string.IsNullOrEmpty(configuration.ServiceName))
        {
            return;
        }

        var (name, said) = (configuration.ServiceName, new List<string>());
        foreach (var sentinel in configuration.EndPoints.ToList())
        {
            try
            {
                var answer = RedisGreeting.Ask(sentinel, configuration, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name], ["SENTINEL", "REPLICAS", name]);
                if (Servers(answer) is { Count: > 0 } servers)
                {
                    configuration.ServiceName = null;
                    configuration.EndPoints.Clear();
                    servers.ForEach(configuration.EndPoints.Add);
                    return;
                }

                said.Add($"{RedisOpening.Name(sentinel)} does not know it.");
            }
            catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
            {
                said.Add($"{RedisOpening.Name(sentinel)}: {e.Message}");
            }
        }

        throw new StoreOpenException("store-unavailable", $"No sentinel says where the master {name} is. {string.Join(' ', said)} Check the hosts and serviceName= in NatComments:Redis.");
    }

    // Of the answer only the words: host and port of the master, then for each replica its fields and their values in turn.
    private static List<EndPoint> Servers(string answer)
    {
        var words = answer.Split("\r\n").Where(line => line is not ("" or ['*' or '$' or '+' or '-', ..])).ToList();
        var found = new List<EndPoint>();
        for (var at = 0; at + 1 < words.Count; at++)
        {
            var (host, port) = at == 0 ? (words[0], words[1])
                : words[at] == "ip" && words.IndexOf("port", at) is > 0 and var there && there + 1 < words.Count ? (words[at + 1], words[there + 1])
                : ("", "");
            if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                found.Add(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, number) : new DnsEndPoint(host, number));
            }
        }

        return found;
    }
}
