package io.maksut.transport;

final class Delivery {
    void stop(String why) {
        if (!why.isEmpty()) throw new UnsupportedOperationException(why);
    }
}
