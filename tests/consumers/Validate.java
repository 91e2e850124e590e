import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDFs with the veraPDF engine: Validate FLAVOUR,FLAVOUR FILE...
 *
 * One line a verdict, fields parted by tabs: VERDICT, flavour, file, number of checks that were made; and one line a broken
 * rule: BROKEN, flavour, file, rule and message. A file that can't be read is a broken rule called "unreadable".
 */
public class Validate {
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        for (String flavour : arguments[0].split(","))
            for (int at = 1; at < arguments.length; at++) validate(PDFAFlavour.byFlavourId(flavour), arguments[at]);
    }

    private static void validate(PDFAFlavour flavour, String file) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (String rule : broken(result)) print("BROKEN", flavour, file, rule);
            print("VERDICT", flavour, file, Integer.toString(result.getTotalAssertions()));
        } catch (Exception unreadable) {
            print("BROKEN", flavour, file, "unreadable: " + unreadable.getMessage());
            print("VERDICT", flavour, file, "0");
        }
    }

    private static TreeSet<String> broken(ValidationResult result) {
        TreeSet<String> rules = new TreeSet<>();
        for (TestAssertion found : result.getTestAssertions())
            if (found.getStatus() == TestAssertion.Status.FAILED)
                rules.add(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber() + " " + found.getMessage());
        return rules;
    }

    private static void print(String kind, PDFAFlavour flavour, String file, String text) {
        System.out.println(kind + "\t" + flavour + "\t" + file + "\t" + text.replaceAll("\\s+", " "));
    }
}
