package io.maksut.sandbox;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A method and a path in which {@code *} stands for any run of characters but a slash; the method may be {@code *}. */
record PathPattern(String method, Pattern path) {
    static PathPattern of(String method, String path) {
        String regex = Stream.of(path.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
        return new PathPattern(method, Pattern.compile(regex));
    }

    boolean matches(String otherMethod, String otherPath) {
        return (method.equals("*") || method.equals(otherMethod))
                && path.matcher(otherPath).matches();
    }
}
