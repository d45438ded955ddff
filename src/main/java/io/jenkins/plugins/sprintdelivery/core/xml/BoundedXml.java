package io.jenkins.plugins.sprintdelivery.core.xml;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Readers of XML from outside: nothing is loaded from elsewhere, no entity is expanded, memory is bounded. */
public final class BoundedXml {

    private static final int TEXT_CHUNK = 64 * 1024;

    private BoundedXml() {}

    /**
     * A reader that hands out a document type as an event and expands none of its entities. For one thread.
     *
     * @param guard bounds what is read; tell it of each event
     */
    public static XMLStreamReader reader(MarkupGuard guard) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // a CDATA section is handed out in pieces, as other text is
        factory.setProperty("jdk.xml.cdataChunkSize", TEXT_CHUNK);
        return factory.createXMLStreamReader(guard);
    }

    /** What is wrong with the document, in one line; the JDK's own message has several and names the place twice. */
    public static String reason(XMLStreamException problem) {
        String message = problem.getMessage() == null ? "" : problem.getMessage();
        int start = message.indexOf("Message: ");
        return (start < 0 ? message : message.substring(start + "Message: ".length()))
                .lines()
                .findFirst()
                .orElse("it cannot be read")
                .replaceFirst(" ?Line number = \\d+$", "");
    }
}
