document.addEventListener('payby-success', function (event) {
  var paid = event.detail;
  document.getElementById('paid').value = 'Paid ' + paid.amount + ' ' + paid.currency;
});
// An optimiser may run this script before the element's: the property is kept until the element takes it
fetch('/api/orders', {method: 'POST'})
  .then(function (response) {
    return response.json();
  })
  .then(function (order) {
    document.getElementById('checkout').order = order;
  });
