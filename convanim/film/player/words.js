// The texts of the page in the language of its figure; a book has a translation of each.

let translations = {};
const english = [];

// A text with its parts in the places of {}, which a translation may number to order them anew.
function say(text, ...parts) {
  let next = 0;
  return (translations[text] ?? text).replace(/\{(\d*)\}/g, (_, place) => parts[place || next++]);
}

// A text around one part that is an element.
function around(text, part) {
  const [before, after] = (translations[text] ?? text).split("{}");
  return [before, part, after];
}

// Says all that stands in the page, which is kept in English to be said again for another book.
function translate(book) {
  const page = $("whole");
  translations = book.texts;
  page.lang = book.language;
  if (!english.length) {
    for (const node of page.querySelectorAll("[aria-label], [title]")) {
      for (const name of ["aria-label", "title"]) if (node.hasAttribute(name)) english.push([node.getAttributeNode(name), node.getAttribute(name)]);
    }
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim()) english.push([walker.currentNode, walker.currentNode.data]);
  }
  for (const [node, text] of english) node.nodeValue = text.replace(text.trim(), say(text.trim()));
}
