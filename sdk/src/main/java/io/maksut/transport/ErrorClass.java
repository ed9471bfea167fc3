package io.maksut.transport;

/** What an error code of the other side means for the call it answers. Each adapter has a table from codes to these. */
public enum ErrorClass {
    /** Refused for good: nothing was carried out, and the same will be refused again. */
    DECLINED,
    /** Something else is under way; this was not carried out and may be asked again. */
    TRY_AGAIN,
    /** Not carried out, and it never will be by this interface: a person has to do it. */
    BY_HAND,
    /** It may have been carried out. */
    UNKNOWN,
    /** The thing that the code names does not exist. */
    NOT_FOUND,
    /** Nothing is known under this path: this client asks in the wrong place. */
    WRONG_ADDRESS,
    /** Credentials, rights or clock of this client are not accepted; not carried out. */
    ACCESS,
    /** Turned away unprocessed, as this client asks too much. */
    TOO_BUSY,
    /** The answer would be too much; the same question about a smaller range may be answered. */
    TOO_WIDE
}
