using NatComments.Orleans;
using NatComments.Server;

// The server, with its threads written by one silo each. Set up sites and accounts with the server's own commands.
return await ServerHost.Run(args, ClusterNode.Configure, ClusterNode.Map);
