package io.maksut.transport;

final class Delivery {
    void stop(String why) {
        throw new UnsupportedOperationException(why);
    }
}
