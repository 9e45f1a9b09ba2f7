"""수단 the drivers that really send; nothing that lives a year again may come near them."""
