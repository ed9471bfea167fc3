package io.maksut.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A point at which a worker is to die, and of which work. Immutable and thread-safe.
 *
 * @param of any of these; what belongs to no certain work, as a claim, belongs to all
 */
public record KillTarget(KillPoint point, Set<KilledWork> of) {
    private static final List<KillPoint> AROUND_THE_REQUEST =
            List.copyOf(EnumSet.range(KillPoint.BEFORE_INTENT_IS_STORED, KillPoint.AFTER_OUTCOME_IS_STORED));
    private static final List<KillPoint> AROUND_THE_WRITE = List.of(
            KillPoint.AFTER_WRITE_IS_WANTED,
            KillPoint.AFTER_INTENT_IS_STORED,
            KillPoint.AFTER_THE_ANSWER,
            KillPoint.AFTER_OUTCOME_IS_STORED);

    public KillTarget {
        of = Set.copyOf(of);
    }

    /** Every point of what moves or releases money, whichever it is. */
    public static List<KillTarget> atGateway() {
        EnumSet<KilledWork> any = EnumSet.of(KilledWork.REFUND, KilledWork.CAPTURE, KilledWork.VOID);
        return KillPoint.AT_GATEWAY.stream()
                .map(point -> new KillTarget(point, any))
                .toList();
    }

    /** Every point between the judgement of a void and its stored outcome. */
    public static List<KillTarget> ofVoids() {
        return AROUND_THE_REQUEST.stream()
                .map(point -> new KillTarget(point, Set.of(KilledWork.VOID)))
                .toList();
    }

    /** Every point of a write into a shop. */
    public static List<KillTarget> ofWrites(KilledWork write) {
        return AROUND_THE_WRITE.stream()
                .map(point -> new KillTarget(point, Set.of(write)))
                .toList();
    }

    /** Reads back what {@link #toString} wrote. */
    public static KillTarget parse(String text) {
        String[] words = text.split("[ ,]", -1);
        return new KillTarget(
                KillPoint.valueOf(words[0]),
                Stream.of(words).skip(1).map(KilledWork::valueOf).collect(Collectors.toSet()));
    }

    boolean isReached(KillPoint reached, Set<KilledWork> work) {
        return reached == point && (work.isEmpty() || work.stream().anyMatch(of::contains));
    }

    @Override
    public String toString() {
        String works = Stream.of(KilledWork.values())
                .filter(of::contains)
                .map(KilledWork::name)
                .collect(Collectors.joining(","));
        return works.isEmpty() ? point.name() : point + " " + works;
    }
}
