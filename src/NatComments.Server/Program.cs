using NatComments.Server;
using NatComments.Server.CommandLine;

// With no command the program serves; everything else is in CommandLine/.
return Commands.IsServe(args) ? await ServerHost.Run(args) : await Commands.Run(args);
