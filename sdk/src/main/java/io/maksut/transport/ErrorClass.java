package io.maksut.transport;

/** What an error code of the server means for the call it answers. Each adapter has a table from codes to these. */
public enum ErrorClass {
    /** Refused for good: nothing was carried out, and the same request will be refused again. */
    DECLINED,
    /** Not carried out because something else is under way; may be sent again. */
    TRY_AGAIN,
    /** Not carried out, and this interface never will: a person has to do it. */
    BY_HAND,
    /** It may have been carried out. */
    UNKNOWN,
    /** The thing that the code names does not exist. */
    NOT_FOUND,
    /** Nothing exists under this path: the client uses a wrong address. */
    WRONG_ADDRESS,
    /** The client's credentials, rights or clock were not accepted; nothing was carried out. */
    ACCESS,
    /** Not processed, because the client sends too many requests. */
    TOO_BUSY,
    /** The answer would be too large; the same question about a smaller range may be answered. */
    TOO_WIDE
}
