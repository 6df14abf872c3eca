namespace IntegrationHub.TestKit;

/// <summary>What a <see cref="ScriptedServer"/> can do wrong with one answer.</summary>
public enum ServerFault
{
    /// <summary>Answers 429 and asks to wait seven seconds.</summary>
    TooManyRequests,

    /// <summary>Answers 503.</summary>
    Unavailable,

    /// <summary>Answers 500.</summary>
    Failure,

    /// <summary>Hangs up before it answers.</summary>
    CutConnection,

    /// <summary>Hangs up in the middle of the body it has announced.</summary>
    CutAnswer,

    /// <summary>Sends half the body as if it were whole.</summary>
    HalfJson,

    /// <summary>Sends a web page, as a proxy or a log-in page in between does, with 200.</summary>
    WrongContent,

    /// <summary>Sends an empty body with 200.</summary>
    NoContent,

    /// <summary>Sends the last answer once more.</summary>
    SameAgain,

    /// <summary>Redirects to the server's other host.</summary>
    RedirectElsewhere,

    /// <summary>Redirects in a circle, over the other host.</summary>
    RedirectLoop,

    /// <summary>Sends a body that does not end: it goes on until the other side hangs up, or half a gigabyte has gone.</summary>
    HugeAnswer,

    /// <summary>Answers rightly, after a fifth of a second.</summary>
    Slow,
}
