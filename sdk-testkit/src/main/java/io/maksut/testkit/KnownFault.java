package io.maksut.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of behaviour that is right and not yet built. It is reported as skipped while it fails as described, and fails the
 * build when it passes, so that the annotation goes with the fault; it fails the build too when it fails for another reason.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KnownFaultExtension.class)
public @interface KnownFault {
    /** What is wrong today, in one sentence. */
    String value();

    /** A text that the assertion's message contains while the fault stands, such as the amount that was wrongly moved. */
    String shows();
}
