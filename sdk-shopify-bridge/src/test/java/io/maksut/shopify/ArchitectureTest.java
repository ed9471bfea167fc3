package io.maksut.shopify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.http.HttpClient;

/** The shape of the bridge. */
@AnalyzeClasses(packages = "io.maksut.shopify", importOptions = ArchitectureTest.OnlyTheBridge.class)
class ArchitectureTest {
    static final class OnlyTheBridge implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/sdk-shopify-bridge/target/classes/");
        }
    }

    @ArchTest
    static final ArchRule fewTypesArePublic = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching("io\\.maksut\\.shopify\\."
                    + "(Shopify(Shop|ShopBuilder|Tokens|Webhooks|Subscriptions|Sessions|SessionsBuilder|Session|Health"
                    + "|Event|Listener)|PaymentMatching|OfflineTokens|SessionKind|JdkSessionHandler)");

    @ArchTest
    static final ArchRule onlyTheTransportSendsBytes = noClasses()
            .should(callMethodWhere(new DescribedPredicate<JavaMethodCall>("a request is sent") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isAssignableTo(HttpClient.class)
                            && call.getName().startsWith("send");
                }
            }));

    @ArchTest
    static final ArchRule gatewaysAreNotKnownHere = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.maksut.flatpay", "io.maksut.everypay", "io.maksut.woocommerce"));

    @ArchTest
    static final ArchRule aRefundIsCreatedInTheShopForACallerOnly = noClasses()
            .that()
            .doNotHaveSimpleName("RefundStarts")
            .and()
            .doNotHaveSimpleName("Operation")
            .should()
            .accessField(Operation.class, "CREATE_REFUND");

    @ArchTest
    static final ArchRule moneyIsNeverBinaryFloatingPoint =
            noFields().should().haveRawType(double.class).orShould().haveRawType(float.class);

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule stateIsNotGlobal =
            fields().that().areStatic().should().beFinal();
}
