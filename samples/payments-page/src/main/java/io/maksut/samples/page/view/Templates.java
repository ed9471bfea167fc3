package io.maksut.samples.page.view;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills templates. Everything is escaped for HTML unless a template says otherwise, and none does. Thread-safe. */
public final class Templates {
    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);

    public Templates() {
        configuration.setClassForTemplateLoading(Templates.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setRecognizeStandardFileExtensions(true);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setNumberFormat("c");
        configuration.setWhitespaceStripping(true);
    }

    /**
     * The page, or the part of a page, that a template makes.
     *
     * @param name without the ending
     * @throws IllegalStateException if template and model do not fit together: a mistake of ours
     */
    public String render(String name, Map<String, Object> model, Texts texts) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("t", (TemplateMethodModelEx) arguments -> text(texts, arguments));
        try {
            Template template = configuration.getTemplate(name + ".ftlh");
            StringWriter out = new StringWriter(16_384);
            template.process(all, out);
            return out.toString();
        } catch (TemplateException e) {
            throw new IllegalStateException("template " + name + ": " + e.getMessageWithoutStackTop(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Texts texts, List<?> arguments) {
        String[] words = arguments.stream().map(String::valueOf).toArray(String[]::new);
        return texts.text(words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
    }
}
