namespace Parley.Console.Roles;

/// <summary>One kind of thing that a person does at a post. Every path of the API and every control of the console names the one that it needs.</summary>
internal enum Deed
{
    /// <summary>See everything that the post shows its own people.</summary>
    Look,

    /// <summary>Read and acknowledge messages, notices and alarms; take a FLASH.</summary>
    Acknowledge,

    /// <summary>Take, hand over and leave the watch.</summary>
    Watch,

    /// <summary>Write on the line, and test it.</summary>
    Message,

    /// <summary>Send a STOP.</summary>
    Stop,

    /// <summary>Mute a party.</summary>
    Mute,

    /// <summary>Mark who of one's own was told of a foreign intent.</summary>
    PassOn,

    /// <summary>File, change, withdraw, reconfirm an own intent or site.</summary>
    File,

    /// <summary>Propose, accept, decline, counter, stand.</summary>
    Coordinate,

    /// <summary>Accept the risk of a conflict. Two officers.</summary>
    AcceptRisk,

    /// <summary>Open an incident, put and answer inquiries.</summary>
    Incident,

    /// <summary>Close an incident, which releases what was frozen around it. Two officers.</summary>
    Release,

    /// <summary>Draft, amend, sign, resume, end an agreement.</summary>
    Agree,

    /// <summary>Suspend an agreement. Two officers.</summary>
    Suspend,

    /// <summary>Change the post's own keys, or take a party's changed ones. Two officers.</summary>
    Keys,

    /// <summary>Write a comment for one's own party.</summary>
    Comment,

    /// <summary>Write a comment that the other side reads too.</summary>
    CommentAcross,

    /// <summary>Invite people, change their roles, close their accounts.</summary>
    Accounts,

    /// <summary>Read who saw and did what at this console.</summary>
    Record,
}
