// A comment, but none that names the package.
package letter
