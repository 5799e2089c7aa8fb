using System.CommandLine;
using Parley.Commands;

var root = new RootCommand("Parley");
root.Subcommands.Add(ExchangeCommand.Create());
return await root.Parse(args).InvokeAsync();
