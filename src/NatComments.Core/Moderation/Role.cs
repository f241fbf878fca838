using System.Text.Json.Serialization;
using NatComments.Core.Text;

namespace NatComments.Core.Moderation;

/// <summary>What somebody may do on a site. Each role may do all that those before it may, but for the auditor, who only reads.</summary>
[JsonConverter(typeof(CamelCaseEnum<Role>))]
public enum Role
{
    Auditor,
    Moderator,
    Editor,
    Administrator,
}

/// <summary>Somebody who may decide on a site.</summary>
public readonly record struct Decider(string Account, Role Role);
