// What old plugins do to every script of a page: properties on built-in prototypes that `for…in` finds, a JSON method
// on arrays, a `$` of their own, and a class that says that scripts run.
Array.prototype.remove = function (value) {
  return this.filter(function (each) {
    return each !== value;
  });
};
Array.prototype.toJSON = undefined;
Object.prototype.extend = function (other) {
  return Object.assign(this, other);
};
String.prototype.strip = function () {
  return this.trim();
};
window.$ = function (id) {
  return document.getElementById(id);
};
document.documentElement.className = 'js theme';
